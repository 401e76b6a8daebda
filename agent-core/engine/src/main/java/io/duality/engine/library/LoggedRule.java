package io.duality.engine.library;

import io.duality.model.HookState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Hears of exceptions that loggers take: what is logged is not hidden. */
final class LoggedRule extends LibraryRule {
  private static final Type THROWABLE = Type.getType(Throwable.class);

  /** The class of a logged event, and how the descriptor of what takes an exception ends. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "ch/qos/logback/classic/spi/ThrowableProxy",
          "(Ljava/lang/Throwable;)V",
          "org/apache/logging/log4j/core/impl/Log4jLogEvent",
          "Ljava/util/List;Ljava/lang/Throwable;)V",
          "org/apache/logging/log4j/core/impl/MutableLogEvent",
          "(Ljava/lang/Throwable;)V");

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  LoggedRule(KnownClasses known) {
    super(known);
  }

  @Override
  public boolean matches(String internalName) {
    return EVENTS.containsKey(internalName);
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    expected.getAndIncrement();
    String ending = EVENTS.get(internalName);
    byte[] changed =
        insert(
            bytes,
            (next, access, name, descriptor) ->
                (name.equals("<init>") || name.equals("setThrown")) && descriptor.endsWith(ending)
                    ? new AtBeginning(next, local(descriptor))
                    : null);
    if (changed != null) {
      found.getAndIncrement();
    }
    return changed;
  }

  /** The local variable of the argument that is an exception. */
  private static int local(String descriptor) {
    int local = 1;
    for (Type type : Type.getArgumentTypes(descriptor)) {
      if (type.equals(THROWABLE)) {
        return local;
      }
      local += type.getSize();
    }
    return local;
  }

  private static final class AtBeginning extends MethodVisitor {
    private final int local;

    AtBeginning(MethodVisitor next, int local) {
      super(Opcodes.ASM9, next);
      this.local = local;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitVarInsn(Opcodes.ALOAD, local);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, HOOKS, "logged", "(Ljava/lang/Throwable;)V", false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, 1), maxLocals);
    }
  }

  @Override
  public HookState state() {
    return state(
        "exceptions in loggers",
        expected.get(),
        found.get(),
        "no logger with a rule was loaded",
        "a method is not as known");
  }
}
