package io.duality.engine.library;

import io.duality.boot.Borrows;
import io.duality.engine.library.BorrowPlan.Point;
import io.duality.model.HookState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Weaves the connection pools of one library: who borrows, who gives back, who waits. A class that
 * does not match its plan stays as it is, and the state says so.
 */
final class BorrowRule extends LibraryRule {
  private final String library;
  private final NameTails<BorrowPlan> plans = new NameTails<>();
  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicReference<String> different = new AtomicReference<>();

  BorrowRule(KnownClasses known, String library, List<BorrowPlan> table) {
    super(known);
    this.library = library;
    for (BorrowPlan plan : table) {
      plans.put(plan.className(), plan);
    }
  }

  /** One rule for each library of the tables. */
  static List<BorrowRule> all(KnownClasses known, List<BorrowPlan> tables) {
    List<BorrowRule> rules = new ArrayList<>();
    List<String> libraries = tables.stream().map(BorrowPlan::library).distinct().toList();
    for (String library : libraries) {
      rules.add(
          new BorrowRule(
              known, library, tables.stream().filter(p -> p.library().equals(library)).toList()));
    }
    return rules;
  }

  @Override
  public boolean matches(String internalName) {
    return plans.get(internalName) != null;
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    BorrowPlan plan = plans.get(internalName);
    BorrowMatch match = BorrowMatch.of(plan, bytes);
    if (match.isOther()) {
      return null;
    }
    expected.getAndAdd(plan.methods().size());
    if (match.mismatch() != null) {
      different.compareAndSet(null, match.mismatch() + " in " + internalName.replace('/', '.'));
      return null;
    }
    Borrows.warm();
    byte[] woven = weave(match, bytes);
    found.getAndAdd(plan.methods().size());
    return woven;
  }

  private static byte[] weave(BorrowMatch match, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          private int version;
          private String owner;

          @Override
          public void visit(
              int classVersion,
              int access,
              String name,
              String signature,
              String parent,
              String[] i) {
            version = classVersion;
            owner = name;
            super.visit(classVersion, access, name, signature, parent, i);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
            Point point = match.point(name, descriptor);
            return point == null ? next : new BorrowMethod(next, point, owner, descriptor, version);
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  @Override
  public HookState state() {
    return state(
        library + " connections", expected.get(), found.get(), "not loaded", different.get());
  }
}
