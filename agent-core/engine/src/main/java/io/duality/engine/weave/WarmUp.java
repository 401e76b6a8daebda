package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A class that has a bit of everything that is woven, so that weaving it loads what weaving needs.
 */
final class WarmUp {
  private static final String NAME = "io/duality/engine/Sample";
  private static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
  private static final String LOCK_FIELD = "L" + LOCK + ";";

  private WarmUp() {}

  static List<MethodPlan> plans() {
    return List.of(
        MethodPlan.of("waits", "(ZJ)V", new Entry.Parks(Op.AWAIT, 1), Exit.PLAIN, Call.PARK, 1)
            .and(Call.PARK_NANOS, 1));
  }

  static byte[] sample() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME, null, "java/lang/Object", null);
    writer.visitSource("Sample.java", null);
    writer.visitField(0, "lock", LOCK_FIELD, null, null).visitEnd();
    waits(writer.visitMethod(0, "waits", "(ZJ)V", null, null));
    creates(writer.visitMethod(0, "creates", "()V", null, null));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void waits(MethodVisitor code) {
    String support = "java/util/concurrent/locks/LockSupport";
    code.visitCode();
    Label timed = new Label();
    Label done = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFNE, timed);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, support, "park", "(Ljava/lang/Object;)V", false);
    code.visitJumpInsn(Opcodes.GOTO, done);
    code.visitLabel(timed);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.LLOAD, 2);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, support, "parkNanos", "(Ljava/lang/Object;J)V", false);
    code.visitLabel(done);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(3, 4);
    code.visitEnd();
  }

  private static void creates(MethodVisitor code) {
    code.visitCode();
    Label line = new Label();
    code.visitLabel(line);
    code.visitLineNumber(1, line);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    create(code);
    code.visitFieldInsn(Opcodes.PUTFIELD, NAME, "lock", LOCK_FIELD);
    create(code);
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(3, 1);
    code.visitEnd();
  }

  private static void create(MethodVisitor code) {
    code.visitTypeInsn(Opcodes.NEW, LOCK);
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, LOCK, "<init>", "()V", false);
  }
}
