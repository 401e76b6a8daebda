package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a woven method tells {@code Hooks} in front of a call. */
abstract class Entry {
  /** In place of a local, when an interrupt always ends the wait. */
  static final int ALWAYS = -1;

  /** In place of a local, when there is none. */
  static final int NEVER = -2;

  /**
   * Writes the hook's call; the stack is empty.
   *
   * @param call in front of which it is
   * @param operands the local variables that the call's operands are in for now
   */
  abstract void before(Call call, int[] operands, MethodVisitor code);

  /** The local variables that {@link #before} reads: the method must not write them. */
  abstract int[] reads();

  /** The six-argument slow path of a synchronizer whose first boolean is in this local. */
  static final class Acquire extends Entry {
    private final int shared;

    Acquire(int shared) {
      this.shared = shared;
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ILOAD, shared);
      code.visitVarInsn(Opcodes.ILOAD, shared + 1);
      code.visitVarInsn(Opcodes.ILOAD, shared + 2);
      code.visitVarInsn(Opcodes.LLOAD, shared + 3);
      hook(code, "acquireParks", "(Ljava/lang/Object;ZZZJ)V");
    }

    @Override
    int[] reads() {
      return new int[] {0, shared, shared + 1, shared + 2, shared + 3};
    }
  }

  /** A park of which only operation and interruptibility are known beforehand. */
  static final class Parks extends Entry {
    private final int op;
    private final int interruptible;
    private final int timeout;

    /**
     * A park that says itself how long it may take.
     *
     * @param op the code that {@code Hooks} gets
     * @param interruptible the local that says so, {@link #ALWAYS} or {@link #NEVER}
     */
    Parks(int op, int interruptible) {
      this(op, interruptible, NEVER);
    }

    /**
     * A park whose time is in a local.
     *
     * @param timeout the local with the nanoseconds of a call that does not carry them itself
     */
    Parks(int op, int interruptible, int timeout) {
      this.op = op;
      this.interruptible = interruptible;
      this.timeout = timeout;
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      int limit = call.limit() == Call.UNLIMITED ? timeout : operands[call.limit()];
      if (limit >= 0) {
        code.visitVarInsn(Opcodes.LLOAD, limit);
      }
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, op);
      if (interruptible >= 0) {
        code.visitVarInsn(Opcodes.ILOAD, interruptible);
      } else {
        code.visitInsn(interruptible == ALWAYS ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
      }
      hook(
          code,
          limit < 0
              ? "parks"
              : call == Call.PARK_UNTIL
                  ? "parksUntil"
                  : call == Call.WAIT ? "parksMillis" : "parksNanos",
          limit < 0 ? "(Ljava/lang/Object;IZ)V" : "(JLjava/lang/Object;IZ)V");
    }

    @Override
    int[] reads() {
      // The timeout's local may be counted down: what is left is what the wait has.
      return interruptible >= 0 ? new int[] {0, interruptible} : new int[] {0};
    }
  }

  /** Nothing is told in front of anything: the method is woven for its end. */
  static final class Nothing extends Entry {
    @Override
    void before(Call call, int[] operands, MethodVisitor code) {}

    @Override
    int[] reads() {
      return new int[] {0};
    }
  }

  /** A socket in front of the poll of its descriptor: events and nanoseconds are locals. */
  static final class Polls extends Entry {
    private final int events;

    /**
     * @param events the local with what is polled for; the nanoseconds follow it
     */
    Polls(int events) {
      this.events = events;
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ILOAD, events);
      code.visitVarInsn(Opcodes.LLOAD, events + 1);
      hook(code, "socketParks", "(Ljava/lang/Object;IJ)V");
    }

    @Override
    int[] reads() {
      return new int[] {0, events, events + 1};
    }
  }

  /** A queue, or a barrier, in front of the await of its own condition. */
  static final class Announces extends Entry {
    private final int op;

    Announces(int op) {
      this.op = op;
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, op);
      hook(code, "queueWaits", "(Ljava/lang/Object;I)V");
    }

    @Override
    int[] reads() {
      return new int[] {0};
    }
  }

  /** One that hands over an element, or wants one: it has none to give. */
  static final class Transfers extends Entry {
    private final int element;
    private final int queue;
    private final int givesBy;

    /**
     * A transfer.
     *
     * @param element the local with what is given, null for a taker
     * @param queue the local with the queue
     * @param givesBy the operation of a giver, {@code Op.NONE} to tell by the queue's class
     */
    Transfers(int element, int queue, int givesBy) {
      this.element = element;
      this.queue = queue;
      this.givesBy = givesBy;
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      boolean timed = call.limit() != Call.UNLIMITED;
      if (timed) {
        code.visitVarInsn(Opcodes.LLOAD, operands[call.limit()]);
      }
      code.visitVarInsn(Opcodes.ALOAD, element);
      code.visitVarInsn(Opcodes.ALOAD, queue);
      code.visitIntInsn(Opcodes.BIPUSH, givesBy);
      hook(
          code,
          timed ? "transferParksNanos" : "transferParks",
          timed
              ? "(JLjava/lang/Object;Ljava/lang/Object;I)V"
              : "(Ljava/lang/Object;Ljava/lang/Object;I)V");
    }

    @Override
    int[] reads() {
      return new int[] {element, queue};
    }
  }

  /** A phaser's: how it waits is in the node that is its second argument. */
  static final class Advances extends Entry {
    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 2);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      hook(code, "phaserParks", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }

    @Override
    int[] reads() {
      return new int[] {0};
    }
  }

  /** The current thread's sleep. */
  static final class Sleeps extends Entry {
    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      code.visitVarInsn(Opcodes.LLOAD, operands[call.limit()]);
      hook(code, "sleeps", "(J)V");
    }

    @Override
    int[] reads() {
      return new int[0];
    }
  }

  /** A call that is only made behind a wait, and so marks its end. */
  static final class Ends extends Entry {
    private final String hook;
    private final String descriptor;
    private final int[] loads;
    private final int[] kept;

    private Ends(String hook, String descriptor, int[] loads, int... kept) {
      this.hook = hook;
      this.descriptor = descriptor;
      this.loads = loads;
      this.kept = kept;
    }

    /** The wait got what it waited for. */
    static Ends well() {
      return new Ends("ends", "(Ljava/lang/Object;)V", new int[] {Opcodes.ALOAD, 0}, 0);
    }

    /** The wait was given up; the thread's interrupt status says why. */
    static Ends badly() {
      return new Ends("givesUp", "(Ljava/lang/Object;)V", new int[] {Opcodes.ALOAD, 0}, 0);
    }

    /** The task's blocker is taken back; its status is in this local. */
    static Ends task(int status) {
      return new Ends(
          "taskEnds",
          "(Ljava/lang/Object;ILjava/lang/Object;)V",
          new int[] {Opcodes.ILOAD, status, Opcodes.ALOAD, 0},
          0);
    }

    /** The transfer's blocker is taken back; what it got is in the first local. */
    static Ends transfer(int result, int element, int queue) {
      return new Ends(
          "transferEnds",
          "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V",
          new int[] {Opcodes.ALOAD, result, Opcodes.ALOAD, element, Opcodes.ALOAD, queue},
          element,
          queue);
    }

    @Override
    void before(Call call, int[] operands, MethodVisitor code) {
      if (call == Call.SET_BLOCKER) {
        code.visitVarInsn(Opcodes.ALOAD, operands[0]);
      }
      for (int i = 0; i < loads.length; i += 2) {
        code.visitVarInsn(loads[i], loads[i + 1]);
      }
      hook(code, hook, descriptor);
    }

    @Override
    int[] reads() {
      return kept;
    }
  }

  private static void hook(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, Exit.HOOKS, name, descriptor, false);
  }
}
