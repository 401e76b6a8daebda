package io.duality.engine.weave;

import java.util.EnumMap;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Weaves one method after its plan and counts what it finds. No new locals, no change to existing
 * frames: every hook takes what is in its arguments, and one handler at the end, behind all of the
 * method's own, closes the wait when the method throws.
 */
final class PlannedMethod extends MethodVisitor {
  /** Behind the existing stack: object, three flags and a long, the most that an entry pushes. */
  private static final int MORE_STACK = 6;

  private final MethodPlan plan;
  private final String owner;
  private final Label start = new Label();
  private final Label end = new Label();
  private final Map<Call, Integer> found = new EnumMap<>(Call.class);
  private int overwritten = -1;

  PlannedMethod(MethodVisitor code, String owner, MethodPlan plan) {
    super(Opcodes.ASM9, code);
    this.owner = owner;
    this.plan = plan;
  }

  int found() {
    int sum = 0;
    for (int count : found.values()) {
      sum += count;
    }
    return sum;
  }

  /** What is not as expected, or null. */
  String mismatch() {
    if (overwritten >= 0) {
      return "expected that "
          + plan.name()
          + " keeps its argument "
          + overwritten
          + ", but it writes it";
    }
    for (Call call : Call.values()) {
      int expected = plan.calls().getOrDefault(call, 0);
      int actual = found.getOrDefault(call, 0);
      if (expected != actual) {
        return "expected "
            + expected
            + (expected == 1 ? " call of " : " calls of ")
            + call
            + " in "
            + plan.name()
            + ", found "
            + actual;
      }
    }
    return null;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (plan.exit().closes()) {
      super.visitLabel(start);
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String type, String name, String descriptor, boolean isInterface) {
    Call call = Call.of(type, name, descriptor);
    if (call != null) {
      found.put(call, found.getOrDefault(call, 0) + 1);
      plan.entry().before(call, mv);
    }
    super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
  }

  @Override
  public void visitInsn(int opcode) {
    plan.exit().before(opcode, mv);
    super.visitInsn(opcode);
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
      written(local);
    }
    super.visitVarInsn(opcode, local);
  }

  @Override
  public void visitIincInsn(int local, int increment) {
    written(local);
    super.visitIincInsn(local, increment);
  }

  private void written(int local) {
    for (int read : plan.entry().reads()) {
      if (read == local) {
        overwritten = local;
      }
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (plan.exit().closes()) {
      super.visitLabel(end);
      super.visitTryCatchBlock(start, end, end, null);
      super.visitFrame(
          Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
      Exit.rethrow(mv);
    }
    super.visitMaxs(maxStack + MORE_STACK, maxLocals);
  }
}
