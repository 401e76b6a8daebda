package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** In front of the handler of what no code has caught: tells what ends the thread. */
final class EndsThread extends Entry {
  /** The handler is the first operand, the thread the second. */
  private static final int THROWN = 2;

  @Override
  void before(Call call, int[] operands, MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, operands[THROWN]);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "io/duality/boot/Thrown",
        "uncaught",
        "(Ljava/lang/Throwable;)V",
        false);
  }

  @Override
  int[] reads() {
    return new int[0];
  }
}
