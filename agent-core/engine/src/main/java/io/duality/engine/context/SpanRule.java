package io.duality.engine.context;

import io.duality.engine.library.CallAtBeginning;
import io.duality.engine.library.LibraryRule;
import io.duality.model.HookState;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Hears of spans as the OpenTelemetry SDK starts and ends them, the application's and the agent's.
 */
final class SpanRule extends LibraryRule {
  private static final String SDK = "io/opentelemetry/sdk/trace/";

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  SpanRule(OpenTelemetryRecipe recipe) {
    super(recipe.known());
  }

  /** Whether a class is the SDK's builder or span. */
  static boolean isSpanClass(String internalName) {
    return internalName.startsWith(SDK)
        && (internalName.equals(SDK + "SdkSpanBuilder") || isSpan(internalName));
  }

  private static boolean isSpan(String internalName) {
    return internalName.equals(SDK + "SdkSpan")
        || internalName.equals(SDK + "RecordEventsReadableSpan"); // before SDK 1.12
  }

  @Override
  public boolean matches(String internalName) {
    return isSpanClass(internalName);
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    expected.getAndIncrement();
    boolean span = isSpan(internalName);
    boolean[] known = new boolean[1];
    byte[] changed =
        insert(
            bytes,
            (next, access, name, descriptor) -> {
              MethodVisitor error = span ? atError(next, access, name, descriptor) : null;
              if (error != null) {
                return error;
              }
              boolean here =
                  span ? ends(access, name, descriptor) : starts(access, name, descriptor);
              known[0] |= here;
              return !here
                  ? null
                  : span ? hooked(next, "spanEnded", "(Ljava/lang/Object;)V") : new AtStart(next);
            });
    if (known[0]) {
      found.getAndIncrement();
    }
    return changed;
  }

  /** Into a method that tells a span of an error, whose first argument it takes; or null. */
  private static MethodVisitor atError(
      MethodVisitor next, int access, String name, String descriptor) {
    if ((access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) != 0) {
      return null;
    }
    if (name.equals("recordException")
        && descriptor.startsWith("(Ljava/lang/Throwable;L")
        && descriptor.contains("/common/Attributes;)")) {
      return hooked(next, "spanThrew", "(Ljava/lang/Object;Ljava/lang/Throwable;)V");
    }
    return name.equals("setStatus") && descriptor.contains("/trace/StatusCode;Ljava/lang/String;)")
        ? hooked(next, "spanStatus", "(Ljava/lang/Object;Ljava/lang/Object;)V")
        : null;
  }

  private static boolean starts(int access, String name, String descriptor) {
    return name.equals("startSpan")
        && descriptor.startsWith("()L")
        && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) == 0;
  }

  private static boolean ends(int access, String name, String descriptor) {
    return name.equals("endInternal")
        && descriptor.equals("(J)V")
        && (access & Opcodes.ACC_STATIC) == 0;
  }

  private static MethodVisitor hooked(MethodVisitor next, String hook, String descriptor) {
    return new CallAtBeginning(next, TRACE_HOOKS, hook, descriptor);
  }

  private static final class AtStart extends MethodVisitor {
    AtStart(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN) {
        super.visitInsn(Opcodes.DUP);
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            TRACE_HOOKS,
            "spanStarted",
            "(Ljava/lang/Object;Ljava/lang/Object;)V",
            false);
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 2, maxLocals);
    }
  }

  @Override
  public HookState state() {
    return state(
        "OpenTelemetry spans",
        expected.get(),
        found.get(),
        "no OpenTelemetry SDK was loaded",
        "a method is not as known");
  }
}
