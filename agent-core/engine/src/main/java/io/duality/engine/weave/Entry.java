package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a woven method tells {@code Hooks} in front of a call that blocks. */
abstract class Entry {
  /** In place of a local, when an interrupt always ends the wait. */
  static final int ALWAYS = -1;

  /** In place of a local, when there is none. */
  static final int NEVER = -2;

  /** Writes the hook's call; the blocking call's arguments are on the stack and must stay there. */
  abstract void before(Call call, MethodVisitor code);

  /** The local variables that {@link #before} reads: the method must not write them. */
  abstract int[] reads();

  /** The six-argument slow path of a synchronizer whose first boolean is in this local. */
  static final class Acquire extends Entry {
    private final int shared;

    Acquire(int shared) {
      this.shared = shared;
    }

    @Override
    void before(Call call, MethodVisitor code) {
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
     * @param op the code that {@code Hooks} gets
     * @param interruptible the local that says so, {@link #ALWAYS} or {@link #NEVER}
     */
    Parks(int op, int interruptible) {
      this(op, interruptible, NEVER);
    }

    /**
     * @param timeout the local with the nanoseconds of a call that does not carry them itself
     */
    Parks(int op, int interruptible, int timeout) {
      this.op = op;
      this.interruptible = interruptible;
      this.timeout = timeout;
    }

    @Override
    void before(Call call, MethodVisitor code) {
      if (call == Call.PARK_NANOS || call == Call.PARK_UNTIL) {
        code.visitInsn(Opcodes.DUP2);
        blocker(code);
        hook(
            code,
            call == Call.PARK_NANOS ? "parksNanos" : "parksUntil",
            "(JLjava/lang/Object;IZ)V");
      } else if (timeout >= 0) {
        code.visitVarInsn(Opcodes.LLOAD, timeout);
        blocker(code);
        hook(code, "parksNanos", "(JLjava/lang/Object;IZ)V");
      } else {
        blocker(code);
        hook(code, "parks", "(Ljava/lang/Object;IZ)V");
      }
    }

    private void blocker(MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, op);
      if (interruptible >= 0) {
        code.visitVarInsn(Opcodes.ILOAD, interruptible);
      } else {
        code.visitInsn(interruptible == ALWAYS ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
      }
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
    void before(Call call, MethodVisitor code) {}

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
    void before(Call call, MethodVisitor code) {
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

  /** A monitor's timed wait, whose nanoseconds are on the stack. */
  static final class TimedWaits extends Entry {
    private final int op;

    TimedWaits(int op) {
      this.op = op;
    }

    @Override
    void before(Call call, MethodVisitor code) {
      code.visitInsn(Opcodes.DUP2);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, op);
      code.visitInsn(Opcodes.ICONST_1);
      hook(code, "parksNanos", "(JLjava/lang/Object;IZ)V");
    }

    @Override
    int[] reads() {
      return new int[] {0};
    }
  }

  /** A queue, or a barrier, in front of the await of its own condition. */
  static final class Announces extends Entry {
    private final int op;

    Announces(int op) {
      this.op = op;
    }

    @Override
    void before(Call call, MethodVisitor code) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, op);
      hook(code, "queueWaits", "(Ljava/lang/Object;I)V");
    }

    @Override
    int[] reads() {
      return new int[] {0};
    }
  }

  private static void hook(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, Exit.HOOKS, name, descriptor, false);
  }
}
