package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Tells of a throwable, or of words, that are an operand of the call. */
final class TellsThrown extends Entry {
  private final String owner;
  private final String hook;
  private final String descriptor;
  private final int operand;

  /**
   * @param hook what is told of it
   * @param operand which one it is, the deepest on the stack being 0
   */
  TellsThrown(String hook, int operand) {
    this("io/duality/boot/Thrown", hook, "(Ljava/lang/Throwable;)V", operand);
  }

  private TellsThrown(String owner, String hook, String descriptor, int operand) {
    this.owner = owner;
    this.hook = hook;
    this.descriptor = descriptor;
    this.operand = operand;
  }

  /** Tells of a text. */
  static TellsThrown words(int operand) {
    return new TellsThrown("io/duality/boot/Said", "said", "(Ljava/lang/Object;)V", operand);
  }

  @Override
  void before(Call call, int[] operands, MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, operands[operand]);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, hook, descriptor, false);
  }

  @Override
  int[] reads() {
    return new int[0];
  }
}
