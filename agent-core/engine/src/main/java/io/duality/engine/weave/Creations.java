package io.duality.engine.weave;

import java.util.ArrayDeque;
import java.util.Iterator;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Follows {@code new} to its constructor call, so that the object can be named behind that: only
 * when a {@code dup} followed directly, nothing in between could have moved the copies, and every
 * frame in between still has both. A constructor's own call of {@code super} or {@code this} has no
 * {@code new}, and is left alone.
 */
final class Creations {
  private static final class Pending {
    final String type;
    final Label at;
    final int line;
    boolean copied;
    boolean certain = true;

    Pending(String type, Label at, int line) {
      this.type = type;
      this.at = at;
      this.line = line;
    }
  }

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final boolean hasFrames;
  private Pending justNew;

  Creations(boolean hasFrames) {
    this.hasFrames = hasFrames;
  }

  /** A {@code new}; its label, if it has one, is what frames call its object. */
  void creates(String type, Label at, int line) {
    justNew = new Pending(type, at, line);
    pending.push(justNew);
  }

  /** Any other instruction; {@code dup} must be the one behind {@code new}. */
  void instruction(int opcode) {
    if (justNew != null) {
      justNew.copied = opcode == Opcodes.DUP;
      justNew = null;
      return;
    }
    switch (opcode) {
      case Opcodes.POP,
          Opcodes.POP2,
          Opcodes.SWAP,
          Opcodes.DUP_X1,
          Opcodes.DUP_X2,
          Opcodes.DUP2_X1,
          Opcodes.DUP2_X2,
          Opcodes.ASTORE,
          Opcodes.ATHROW ->
          doubt();
      default -> {
        // Consumes no object that is not initialised yet, or copies it on top.
      }
    }
  }

  void jump() {
    justNew = null;
    if (!hasFrames) {
      doubt();
    }
  }

  private void doubt() {
    for (Pending p : pending) {
      p.certain = false;
    }
  }

  /** A frame: whoever has not two copies on the stack here was left behind. */
  void frame(int stackSize, Object[] stack) {
    justNew = null;
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      Pending p = each.next();
      int copies = 0;
      for (int i = 0; i < stackSize; i++) {
        if (p.at != null && stack[i] == p.at) {
          copies++;
        }
      }
      if (copies != 2) {
        each.remove();
      }
    }
  }

  /**
   * A constructor is called.
   *
   * @return the line of the {@code new} when its object now lies on the stack, 0 when it has no
   *     line, -1 when this is not certain
   */
  int constructed(String type) {
    justNew = null;
    Pending top = pending.peek();
    if (top == null || !top.type.equals(type)) {
      return -1;
    }
    pending.pop();
    return top.copied && top.certain ? top.line : -1;
  }
}
