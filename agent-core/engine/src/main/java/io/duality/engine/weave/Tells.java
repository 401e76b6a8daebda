package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A pool tells of a task, of a worker or of itself; nothing waits here. */
final class Tells extends Entry {
  /** In place of an operand: the object whose method it is. */
  static final int THIS = -1;

  /** In place of an operand: the null reference. */
  static final int NULL = -2;

  /** In place of an operand: what the object's field {@code executor} has. */
  static final int EXECUTOR = -3;

  /** In place of an operand, minus a local variable: what is in it here. */
  static final int LOCAL = -10;

  private static final String EXECUTOR_TYPE = "Ljava/util/concurrent/ThreadPerTaskExecutor;";

  private final String owner;
  private final String name;
  private final String descriptor;
  private final int[] what;

  /**
   * @param name of the hook
   * @param descriptor of the hook
   * @param what its arguments are: operands of the call, or one of the constants above
   */
  Tells(String name, String descriptor, int... what) {
    this("", name, descriptor, what);
  }

  private Tells(String owner, String name, String descriptor, int... what) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.what = what;
  }

  /** The same in the class that has the field {@code executor}. */
  Tells in(String className) {
    return new Tells(className, name, descriptor, what);
  }

  @Override
  void before(Call call, int[] operands, MethodVisitor code) {
    Type[] types = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < what.length; i++) {
      int each = what[i];
      if (each >= 0) {
        code.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), operands[each]);
      } else if (each == NULL) {
        code.visitInsn(Opcodes.ACONST_NULL);
      } else if (each <= LOCAL) {
        code.visitVarInsn(Opcodes.ALOAD, LOCAL - each);
      } else {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        if (each == EXECUTOR) {
          code.visitFieldInsn(Opcodes.GETFIELD, owner, "executor", EXECUTOR_TYPE);
        }
      }
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "io/duality/boot/TaskHooks", name, descriptor, false);
  }

  /** A local that is told of may be written: what it has in front of the call is meant. */
  @Override
  int[] reads() {
    return new int[] {0};
  }
}
