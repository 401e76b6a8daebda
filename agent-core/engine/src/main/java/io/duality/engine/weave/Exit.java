package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a woven method tells {@code Hooks} when it returns: its result and its object. */
enum Exit {
  /** Nothing is opened here, so nothing is closed. */
  NONE(0, null, null),
  /** Calls inside the method mark the end of the wait; only what it throws is told. */
  THROWS(0, null, null),
  /** Nothing is opened; whom a socket leads to is told when the method throws. */
  FAILS(0, null, null) {
    @Override
    void failure(MethodVisitor code, int blocker) {
      code.visitVarInsn(Opcodes.ALOAD, blocker);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "io/duality/boot/Peers",
          "failed",
          "(Ljava/lang/Throwable;Ljava/lang/Object;)V",
          false);
    }
  },
  ACQUIRE(Opcodes.IRETURN, "acquireEnds", "(ILjava/lang/Object;)V"),
  PLAIN(Opcodes.RETURN, "ends", "(Ljava/lang/Object;)V"),
  VALUE(Opcodes.ARETURN, "ends", "(Ljava/lang/Object;)V"),
  TIMED(Opcodes.IRETURN, "endsTimed", "(ZLjava/lang/Object;)V"),
  NANOS(Opcodes.LRETURN, "endsNanos", "(JLjava/lang/Object;)V"),
  STATE(Opcodes.IRETURN, "endsState", "(ILjava/lang/Object;)V"),
  RESULT(Opcodes.ARETURN, "endsResult", "(Ljava/lang/Object;Ljava/lang/Object;)V"),
  STAMP(Opcodes.LRETURN, "endsStamp", "(JLjava/lang/Object;)V"),
  /** A transfer's, whose third argument is the element given. */
  MATCH(
      Opcodes.ARETURN,
      "endsMatch",
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V",
      3) {
    @Override
    void more(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 3);
    }
  },
  /** A phaser's: the phase that is waited for and the node that waits are its arguments. */
  PHASE(Opcodes.IRETURN, "endsPhase", "(IILjava/lang/Object;Ljava/lang/Object;)V", 1) {
    @Override
    void more(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ILOAD, 1);
      code.visitVarInsn(Opcodes.ALOAD, 2);
    }
  },
  /** An exchanger's, which returns a token of its own after a timeout. */
  EXCHANGE(
      Opcodes.ARETURN,
      "endsExchange",
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V") {
    @Override
    void more(MethodVisitor code) {
      code.visitFieldInsn(
          Opcodes.GETSTATIC, "java/util/concurrent/Exchanger", "TIMED_OUT", "Ljava/lang/Object;");
    }
  },
  JOIN(Opcodes.RETURN, "endsJoin", "(Ljava/lang/Object;)V"),
  SLEEP(Opcodes.RETURN, "endsSleep", "()V"),
  /** Returns an int that says nothing of the wait. */
  ENDED(Opcodes.IRETURN, "ends", "(Ljava/lang/Object;)V"),
  IO(Opcodes.RETURN, "endsIo", "(Ljava/lang/Object;)V"),
  /** The end of a constructor: nothing was opened. */
  CREATED(Opcodes.RETURN, "socketCreated", "(Ljava/lang/Object;)V"),
  /** The same of an OutOfMemoryError. */
  MEMORY_ERROR(Opcodes.RETURN, "memoryErrorCreated", "(Ljava/lang/Object;)V"),
  /** The same of a direct buffer, which tells another class. */
  DIRECT_BUFFER(Opcodes.RETURN, "made", "(Ljava/lang/Object;)V") {
    @Override
    String owner() {
      return "io/duality/boot/DirectBuffers";
    }
  };

  static final String HOOKS = "io/duality/boot/Hooks";

  private final int returns;
  private final String hook;
  private final String descriptor;

  @SuppressWarnings("ImmutableEnumChecker") // handed out to one reader, which only reads it
  private final int[] reads;

  Exit(int returns, String hook, String descriptor, int... reads) {
    this.returns = returns;
    this.hook = hook;
    this.descriptor = descriptor;
    this.reads = reads;
  }

  /** Whether something is told when the method throws, such as the end of a wait. */
  boolean closes() {
    return this != NONE && this != CREATED && this != MEMORY_ERROR && this != DIRECT_BUFFER;
  }

  /** Whether there is something to tell in front of this instruction. */
  boolean isAt(int opcode) {
    return hook != null && opcode == returns;
  }

  /** Whether the hook wants the result as its first argument. */
  boolean takesResult() {
    return switch (this) {
      case PLAIN, VALUE, JOIN, SLEEP, ENDED, IO, CREATED, MEMORY_ERROR, DIRECT_BUFFER -> false;
      default -> true;
    };
  }

  /** The local variables that {@link #more} reads and that the method must not write. */
  int[] reads() {
    return reads;
  }

  /** Pushes what the hook wants between the result and the blocker. */
  void more(MethodVisitor code) {}

  /**
   * Writes the hook's call; its result, if it takes one, is on the stack.
   *
   * @param blocker the local variable with what is waited for
   */
  void write(MethodVisitor code, int blocker) {
    more(code);
    if (this != SLEEP) {
      code.visitVarInsn(Opcodes.ALOAD, blocker);
    }
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner(), hook, descriptor, false);
  }

  /** The class that has the hook. */
  String owner() {
    return HOOKS;
  }

  /** Writes the call for a throwable on the stack. */
  void failure(MethodVisitor code, int blocker) {
    if (blocker == Entry.NEVER) {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, HOOKS, "failsSleep", "(Ljava/lang/Throwable;)V", false);
      return;
    }
    code.visitVarInsn(Opcodes.ALOAD, blocker);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, HOOKS, "fails", "(Ljava/lang/Throwable;Ljava/lang/Object;)V", false);
  }
}
