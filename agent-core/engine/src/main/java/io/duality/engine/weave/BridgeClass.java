package io.duality.engine.weave;

import io.duality.boot.Bridge;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The class that stands for {@code io.duality.boot.Names} in a loader that hides it. It hands
 * everything on to what its fields hold; until they are filled, it does nothing.
 */
final class BridgeClass {
  private static final String CONSUMER = "java/util/function/BiConsumer";
  private static final String FIELD = "L" + CONSUMER + ";";

  private BridgeClass() {}

  static byte[] bytes() {
    ClassWriter writer = new ClassWriter(0);
    // So old that its frames need not be written.
    writer.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC,
        NamingMethod.NAMES,
        null,
        "java/lang/Object",
        null);
    for (String hook : Bridge.hooks()) {
      int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
      writer.visitField(access, hook, FIELD, null, null).visitEnd();
      boolean named = !hook.equals("constructed");
      method(writer, hook, named ? NamingMethod.DESCRIPTOR : Constructed.DESCRIPTOR, named);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void method(ClassWriter writer, String hook, String descriptor, boolean named) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = writer.visitMethod(access, hook, descriptor, null, null);
    Label filled = new Label();
    int local = named ? 2 : 1;
    code.visitCode();
    code.visitFieldInsn(Opcodes.GETSTATIC, NamingMethod.NAMES, hook, FIELD);
    code.visitVarInsn(Opcodes.ASTORE, local);
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitJumpInsn(Opcodes.IFNONNULL, filled);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(filled);
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    if (named) {
      code.visitVarInsn(Opcodes.ALOAD, 1);
    } else {
      code.visitInsn(Opcodes.ACONST_NULL);
    }
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        CONSUMER,
        "accept",
        "(Ljava/lang/Object;Ljava/lang/Object;)V",
        true);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(3, local + 1);
    code.visitEnd();
  }
}
