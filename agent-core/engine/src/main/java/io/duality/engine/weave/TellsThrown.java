package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Tells of a throwable that is an operand of the call. */
final class TellsThrown extends Entry {
  private final String hook;
  private final int operand;

  /**
   * @param hook what is told of it
   * @param operand which one it is, the deepest on the stack being 0
   */
  TellsThrown(String hook, int operand) {
    this.hook = hook;
    this.operand = operand;
  }

  @Override
  void before(Call call, int[] operands, MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, operands[operand]);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "io/duality/boot/Thrown", hook, "(Ljava/lang/Throwable;)V", false);
  }

  @Override
  int[] reads() {
    return new int[0];
  }
}
