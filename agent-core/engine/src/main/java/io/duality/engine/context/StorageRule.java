package io.duality.engine.context;

import io.duality.boot.Peek;
import io.duality.engine.library.LibraryRule;
import io.duality.model.HookState;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Announces where OpenTelemetry keeps its contexts, when it has decided: a ThreadLocal in {@code
 * ThreadLocalContextStorage}, whatever stands in {@code LazyStorage}. Sees the other classes that
 * the recipe reads as they are defined.
 */
final class StorageRule extends LibraryRule {
  private static final String PACKAGE = "io.opentelemetry.context.";
  private static final String LOCAL = PACKAGE + "ThreadLocalContextStorage";
  private static final String LAZY = PACKAGE + "LazyStorage";
  private static final String LOCAL_FIELD = "THREAD_LOCAL_STORAGE";
  private static final String LAZY_FIELD = "storage";

  /** Storages that end in the ThreadLocal of a copy of the library. */
  private static final Set<String> LEADS_TO_LOCAL =
      Set.of(
          LOCAL,
          PACKAGE + "StrictContextStorage",
          "io.opentelemetry.javaagent.instrumentation.opentelemetryapi.v1_0.context"
              + ".AgentContextStorage");

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  private final OpenTelemetryRecipe recipe;

  StorageRule(OpenTelemetryRecipe recipe) {
    super(recipe.known());
    this.recipe = recipe;
  }

  @Override
  public boolean matches(String internalName) {
    if (!internalName.startsWith("io/opentelemetry/")) {
      return false; // asked for every class: no more than this for most
    }
    return field(internalName.replace('/', '.')) != null
        || (recipe.matches(internalName) && !SpanRule.isSpanClass(internalName));
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    String field = field(internalName.replace('/', '.'));
    if (field == null) {
      return null;
    }
    expected.getAndIncrement();
    int before = found.get();
    byte[] changed =
        insert(
            bytes,
            (next, access, name, descriptor) ->
                name.equals("<clinit>") ? new Announcing(next, internalName, field) : null);
    return found.get() == before ? null : changed;
  }

  private final class Announcing extends MethodVisitor {
    private final String owner;
    private final String field;

    Announcing(MethodVisitor next, String owner, String field) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
      this.field = field;
    }

    @Override
    public void visitFieldInsn(int opcode, String in, String name, String descriptor) {
      if (opcode == Opcodes.PUTSTATIC && in.equals(owner) && name.equals(field)) {
        found.getAndIncrement();
        super.visitInsn(Opcodes.DUP);
        super.visitLdcInsn(Type.getObjectType(owner));
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            TRACE_HOOKS,
            "contextStorage",
            "(Ljava/lang/Object;Ljava/lang/Class;)V",
            false);
      }
      super.visitFieldInsn(opcode, in, name, descriptor);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 2, maxLocals);
    }
  }

  @Override
  public HookState state() {
    return state(
        "OpenTelemetry context storage",
        expected.get(),
        found.get(),
        "no OpenTelemetry was loaded",
        "the field is not as known");
  }

  /** Whether a class keeps a storage in a static field. */
  static boolean keepsStorage(String className) {
    return field(className) != null;
  }

  /** The storage of a class that {@link #keepsStorage}; null when it is not yet initialised. */
  static Object storageOf(Class<?> type) {
    return Peek.staticReference(type, field(type.getName()));
  }

  /** Whether a storage keeps its contexts in a ThreadLocal that is announced by itself. */
  static boolean leadsToThreadLocal(String storageClass) {
    return LEADS_TO_LOCAL.contains(original(storageClass));
  }

  private static String field(String className) {
    String name = original(className);
    return name.equals(LOCAL) ? LOCAL_FIELD : name.equals(LAZY) ? LAZY_FIELD : null;
  }

  private static String original(String className) {
    String shaded = OpenTelemetryRecipe.SHADED.replace('/', '.');
    return className.startsWith(shaded) ? className.substring(shaded.length()) : className;
  }
}
