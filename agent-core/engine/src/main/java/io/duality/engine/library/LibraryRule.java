package io.duality.engine.library;

import io.duality.boot.Hooks;
import io.duality.engine.weave.ClassRule;
import io.duality.model.HookState;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What is woven into a library, or only seen as it is defined. */
public abstract class LibraryRule implements ClassRule {
  /** The owner of the calls that are woven into libraries. */
  public static final String HOOKS = "io/duality/boot/Hooks";

  /** The owner of those that are woven into tracing libraries. */
  public static final String TRACE_HOOKS = "io/duality/boot/TraceHooks";

  private final KnownClasses known;
  private final AtomicReference<String> blind = new AtomicReference<>();

  /**
   * @param known is told of every class that the rule sees
   */
  protected LibraryRule(KnownClasses known) {
    this.known = known;
  }

  @Override
  public final byte[] weave(ClassLoader loader, String internalName, byte[] bytes) {
    known.define(loader, internalName, bytes);
    byte[] changed = change(internalName, bytes);
    if (changed != null && !seesHooks(loader)) {
      blind.compareAndSet(null, loader.getClass().getName());
      return null; // the woven call would fail where the class worked before
    }
    return changed;
  }

  private static boolean seesHooks(ClassLoader loader) {
    if (loader == null) {
      return true;
    }
    try {
      return Class.forName(Hooks.class.getName(), false, loader) == Hooks.class;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false; // said in the rule's state
    }
  }

  /** Places that were expected and found, and why that is not enough, as one line of status. */
  protected final HookState state(
      String name, int expected, int found, String absent, String different) {
    String loader = blind.get();
    String reason =
        loader != null
            ? "class loader " + loader + " does not show the hooks to its classes"
            : expected == 0 ? absent : found < expected ? different : null;
    return new HookState(name, expected, found, reason == null, reason);
  }

  /** The class with its calls, or null to leave it as it is. */
  protected abstract byte[] change(String internalName, byte[] bytes);

  /**
   * Inserts calls into a class without touching its frames or locals.
   *
   * @return null when the insertion found nothing to change
   */
  protected static byte[] insert(byte[] bytes, Insertion insertion) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    boolean[] changed = new boolean[1];
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
            MethodVisitor inserted = insertion.into(next, access, name, descriptor);
            changed[0] |= inserted != null;
            return inserted == null ? next : inserted;
          }
        },
        0);
    return changed[0] ? writer.toByteArray() : null;
  }

  /** Where to insert. */
  protected interface Insertion {
    /** The visitor that inserts into this method, or null to leave it alone. */
    MethodVisitor into(MethodVisitor next, int access, String name, String descriptor);
  }
}
