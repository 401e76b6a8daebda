package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a woven method tells {@code Hooks} when it returns: its result and its object. */
enum Exit {
  /** Nothing is opened here, so nothing is closed. */
  NONE(0, Opcodes.NOP, null, null),
  ACQUIRE(Opcodes.IRETURN, Opcodes.DUP, "acquireEnds", "(ILjava/lang/Object;)V"),
  PLAIN(Opcodes.RETURN, Opcodes.NOP, "ends", "(Ljava/lang/Object;)V"),
  TIMED(Opcodes.IRETURN, Opcodes.DUP, "endsTimed", "(ZLjava/lang/Object;)V"),
  NANOS(Opcodes.LRETURN, Opcodes.DUP2, "endsNanos", "(JLjava/lang/Object;)V"),
  STATE(Opcodes.IRETURN, Opcodes.DUP, "endsState", "(ILjava/lang/Object;)V"),
  RESULT(Opcodes.ARETURN, Opcodes.DUP, "endsResult", "(Ljava/lang/Object;Ljava/lang/Object;)V"),
  STAMP(Opcodes.LRETURN, Opcodes.DUP2, "endsStamp", "(JLjava/lang/Object;)V"),
  /** Returns an int that says nothing of the wait. */
  ENDED(Opcodes.IRETURN, Opcodes.NOP, "ends", "(Ljava/lang/Object;)V"),
  IO(Opcodes.RETURN, Opcodes.NOP, "endsIo", "(Ljava/lang/Object;)V"),
  /** The end of a constructor: nothing was opened. */
  CREATED(Opcodes.RETURN, Opcodes.NOP, "socketCreated", "(Ljava/lang/Object;)V");

  static final String HOOKS = "io/duality/boot/Hooks";

  private final int returns;
  private final int copies;
  private final String hook;
  private final String descriptor;

  Exit(int returns, int copies, String hook, String descriptor) {
    this.returns = returns;
    this.copies = copies;
    this.hook = hook;
    this.descriptor = descriptor;
  }

  /** Whether a wait that was opened is closed here, so that it must be when the method throws. */
  boolean closes() {
    return this != NONE && this != CREATED;
  }

  /** Writes the call in front of a return instruction; nothing in front of any other. */
  void before(int opcode, MethodVisitor code) {
    if (this != NONE && opcode == returns) {
      if (copies != Opcodes.NOP) {
        code.visitInsn(copies);
      }
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, hook, descriptor, false);
    }
  }

  /** Writes the call for a throwable on the stack, and throws that again. */
  static void rethrow(MethodVisitor code) {
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, HOOKS, "fails", "(Ljava/lang/Throwable;Ljava/lang/Object;)V", false);
    code.visitInsn(Opcodes.ATHROW);
  }
}
