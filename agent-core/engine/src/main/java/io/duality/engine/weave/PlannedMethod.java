package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves one method after its plan and counts what it finds.
 *
 * <p>Every hook stands in a handler of its own: what the call itself throws (the stack is at its
 * end, or the memory) goes no further, and the method continues as it would have without us, its
 * operands kept in locals that are free there. One more handler, behind all of the method's own,
 * closes the wait when the method throws.
 */
final class PlannedMethod extends TrackedMethod {
  private static final String THROWABLE = "java/lang/Throwable";
  private static final Type THROWN = Type.getObjectType(THROWABLE);

  /** Two references, three flags and a long: the most that a hook takes. */
  private static final int HOOK_STACK = 7;

  private final MethodPlan plan;
  private final String descriptor;
  private final Label start = new Label();
  private final Label end = new Label();
  private final Map<Call, Integer> found = new EnumMap<>(Call.class);
  private final List<Handler> guards = new ArrayList<>();
  private final List<Handler> own = new ArrayList<>();
  private final Object blockerType;
  private int locals;
  private int overwritten = -1;
  private String unknown;
  private int ownLocals;
  private int ownStack;
  private final int bareStack;
  private boolean deepened;
  private boolean lostFrames;

  /**
   * A method of a class that has lost its frames.
   *
   * @param locals how many local variables it has of its own
   * @param stack how deep its own stack gets
   */
  record Bare(int locals, int stack) {}

  private record Handler(Label from, Label to, Label handler, String type) {}

  /**
   * @param bare what is known of the method when its class has lost its frames, else null
   */
  PlannedMethod(MethodVisitor code, int access, String owner, MethodPlan plan, Bare bare) {
    super(code, access, owner, plan.descriptor(), bare == null ? FRAMED : bare.locals);
    this.bareStack = bare == null ? 0 : bare.stack;
    this.plan = plan;
    this.descriptor = plan.descriptor();
    this.blockerType = plan.blocker() == Entry.NEVER ? null : local(plan.blocker());
  }

  int found() {
    int sum = plan.exit() == Exit.FAILS ? 1 : 0;
    for (int count : found.values()) {
      sum += count;
    }
    return sum;
  }

  MethodPlan plan() {
    return plan;
  }

  /** What it has of its own when its frames are lost; else null. */
  Bare bare() {
    return lostFrames ? new Bare(ownLocals, ownStack) : null;
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
    return unknown;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (plan.exit().closes()) {
      super.visitLabel(start);
    }
  }

  @Override
  public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
    branches();
    own.add(new Handler(from, to, handler, type));
  }

  @Override
  public void visitMethodInsn(
      int opcode, String type, String name, String descriptor, boolean isInterface) {
    Call call = Call.of(type, name, descriptor);
    if (call != null && (call.blocks() || plan.calls().containsKey(call))) {
      found.put(call, found.getOrDefault(call, 0) + 1);
      Entry entry = plan.entries().get(call);
      if (entry != null) {
        Type[] operands = call.operands();
        int[] kept = keep(operands);
        Handler guard = guard();
        entry.before(call, kept, mv);
        close(guard, operands);
        for (int i = 0; i < operands.length; i++) {
          mv.visitVarInsn(operands[i].getOpcode(Opcodes.ILOAD), kept[i]);
        }
      }
    }
    super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
  }

  @Override
  public void visitInsn(int opcode) {
    Exit exit = plan.exit();
    if (exit.isAt(opcode)) {
      Type result = Type.getReturnType(descriptor);
      Type[] results = result.equals(Type.VOID_TYPE) ? new Type[0] : new Type[] {result};
      int[] kept = keep(results);
      Handler guard = guard();
      if (exit.takesResult()) {
        mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept[0]);
      }
      exit.write(mv, plan.blocker());
      close(guard, results);
      if (kept.length > 0) {
        mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept[0]);
      }
    }
    super.visitInsn(opcode);
  }

  /** Moves what is on the stack into locals that are free here; says into which. */
  private int[] keep(Type[] operands) {
    int[] into = new int[operands.length];
    int at = free();
    for (int i = 0; i < operands.length; i++) {
      into[i] = at;
      at += operands[i].getSize();
    }
    locals = Math.max(locals, at);
    for (int i = operands.length - 1; i >= 0; i--) {
      mv.visitVarInsn(operands[i].getOpcode(Opcodes.ISTORE), into[i]);
    }
    return into;
  }

  /** Begins a handler that does nothing; the stack is empty, and a hook's call follows. */
  private Handler guard() {
    if (unknown() >= 0) {
      unknown = "the type of local " + unknown() + " of " + plan.name() + " could not be told";
    }
    Handler guard = new Handler(new Label(), new Label(), new Label(), THROWABLE);
    guards.add(guard);
    mv.visitLabel(guard.from);
    return guard;
  }

  private void close(Handler guard, Type[] kept) {
    Label on = new Label();
    mv.visitLabel(guard.to);
    mv.visitJumpInsn(Opcodes.GOTO, on);
    handlerOfBare();
    mv.visitLabel(guard.handler);
    writeFrame(kept, THROWABLE);
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(on);
    writeFrame(kept, null);
  }

  /**
   * In front of a handler, where no path comes along. Other agents let ASM count anew how deep the
   * stack gets. It goes by the frames, and without them straight through the code, for which a
   * handler pops what nobody has pushed: it counts too little, and the JVM, which does not verify
   * such a class, dies of it. So something is pushed for each, and once as much as is needed.
   */
  private void handlerOfBare() {
    if (!isBare()) {
      return;
    }
    int more = deepened ? 0 : Math.max(bareStack, HOOK_STACK) + own.size();
    deepened = true;
    for (int i = 0; i < more; i++) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    }
    for (int i = 0; i < more; i++) {
      mv.visitInsn(Opcodes.POP);
    }
    mv.visitInsn(Opcodes.ACONST_NULL);
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
    boolean read = plan.exit() != Exit.NONE && plan.blocker() == local;
    for (int kept : plan.exit().reads()) {
      read |= kept == local;
    }
    for (Entry entry : plan.entries().values()) {
      for (int kept : entry.reads()) {
        read |= kept == local;
      }
    }
    if (read) {
      overwritten = local;
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    lostFrames = hasLostFrames();
    ownLocals = maxLocals;
    ownStack = maxStack;
    if (plan.exit().closes()) {
      handlerOfBare();
      super.visitLabel(end);
      Object[] only = new Object[plan.blocker() == Entry.NEVER ? 0 : plan.blocker() + 1];
      Arrays.fill(only, Opcodes.TOP);
      if (only.length > 0) {
        only[plan.blocker()] = blockerType;
      }
      visitFrame(Opcodes.F_NEW, only.length, only, 1, new Object[] {THROWABLE});
      Type[] thrown = {THROWN};
      int[] kept = keep(thrown);
      Handler guard = guard();
      mv.visitVarInsn(Opcodes.ALOAD, kept[0]);
      plan.exit().failure(mv, plan.blocker());
      close(guard, thrown);
      mv.visitVarInsn(Opcodes.ALOAD, kept[0]);
      mv.visitInsn(Opcodes.ATHROW);
    }
    guards.addAll(own);
    for (Handler handler : guards) {
      mv.visitTryCatchBlock(handler.from, handler.to, handler.handler, handler.type);
    }
    if (plan.exit().closes()) {
      mv.visitTryCatchBlock(start, end, end, null);
    }
    super.visitMaxs(Math.max(maxStack, HOOK_STACK), Math.max(maxLocals, locals));
  }
}
