package io.duality.engine.context;

import io.duality.engine.weave.ClassRule;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a recipe wants woven into its library, or only wants to see as it is defined. */
abstract sealed class LibraryRule implements ClassRule permits StorageRule, SpanRule {
  static final String HOOKS = "io/duality/boot/Hooks";

  final OpenTelemetryRecipe recipe;

  LibraryRule(OpenTelemetryRecipe recipe) {
    this.recipe = recipe;
  }

  @Override
  public final byte[] weave(ClassLoader loader, String internalName, byte[] bytes) {
    recipe.define(loader, internalName, bytes);
    return change(internalName, bytes);
  }

  abstract byte[] change(String internalName, byte[] bytes);

  /**
   * Inserts calls into a class without touching its frames or locals.
   *
   * @return null when the insertion found nothing to change
   */
  static byte[] insert(byte[] bytes, Insertion insertion) {
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
  interface Insertion {
    /** The visitor that inserts into this method, or null to leave it alone. */
    MethodVisitor into(MethodVisitor next, int access, String name, String descriptor);
  }
}
