package io.duality.engine.context;

import io.duality.engine.library.LibraryRule;
import io.duality.model.HookState;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Calls behind every place where OpenTelemetry puts a context into its ThreadLocal, when it is
 * attached and when the one before comes back. Outside an investigation the call reads one field.
 */
final class ContextRule extends LibraryRule {
  private static final String STORAGE = "io/opentelemetry/context/ThreadLocalContextStorage";

  /** Before 1.20 or so the scope is a lambda of the storage itself. */
  private static final Set<String> CLASSES = Set.of(STORAGE, STORAGE + "$ScopeImpl");

  private final AtomicInteger storages = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  ContextRule(OpenTelemetryRecipe recipe) {
    super(recipe.known());
  }

  @Override
  public boolean matches(String internalName) {
    return internalName.startsWith("io/opentelemetry/") && CLASSES.contains(original(internalName));
  }

  private static String original(String internalName) {
    String shaded = OpenTelemetryRecipe.SHADED;
    return internalName.startsWith(shaded) ? internalName.substring(shaded.length()) : internalName;
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    if (original(internalName).equals(STORAGE)) {
      storages.getAndIncrement();
    }
    int before = found.get();
    byte[] changed = insert(bytes, (next, access, name, descriptor) -> new BehindSet(next));
    return found.get() == before ? null : changed;
  }

  private final class BehindSet extends MethodVisitor {
    BehindSet(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      if (owner.equals("java/lang/ThreadLocal") && name.equals("set")) {
        found.getAndIncrement();
        super.visitMethodInsn(Opcodes.INVOKESTATIC, TRACE_HOOKS, "contextChanged", "()V", false);
      }
    }
  }

  @Override
  public HookState state() {
    return state(
        "OpenTelemetry context changes",
        2 * storages.get(),
        found.get(),
        "no OpenTelemetry was loaded",
        "a method is not as known");
  }
}
