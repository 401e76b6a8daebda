package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Weaves one class after its plans; every other method and the header are copied as they are. */
final class PlannedClass extends ClassVisitor {
  private final List<MethodPlan> plans;
  private final List<PlannedMethod> woven = new ArrayList<>();
  private final Map<String, PlannedMethod.Bare> bare;
  private String owner;

  private PlannedClass(
      ClassVisitor next, List<MethodPlan> plans, Map<String, PlannedMethod.Bare> bare) {
    super(Opcodes.ASM9, next);
    this.plans = plans;
    this.bare = bare;
  }

  /**
   * What came of it.
   *
   * @param bytes the woven class; null when something was not as expected
   * @param found how many of the expected calls the planned methods have
   * @param mismatch what was not as expected; null when all was
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Result(byte[] bytes, int found, String mismatch) {}

  static Result weave(byte[] original, List<MethodPlan> plans) {
    Map<String, PlannedMethod.Bare> bare = new HashMap<>();
    Result result = weave(original, plans, bare);
    return bare.isEmpty() ? result : weave(original, plans, bare);
  }

  /** Weaves with what is known of lost frames, and adds to it. */
  private static Result weave(
      byte[] original, List<MethodPlan> plans, Map<String, PlannedMethod.Bare> bare) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    PlannedClass visitor = new PlannedClass(writer, plans, Map.copyOf(bare));
    reader.accept(visitor, ClassReader.EXPAND_FRAMES);
    int found = 0;
    String mismatch = visitor.missing();
    for (PlannedMethod method : visitor.woven) {
      found += method.found();
      mismatch = mismatch == null ? method.mismatch() : mismatch;
      if (method.bare() != null) {
        bare.put(method.plan().signature(), method.bare());
      }
    }
    return new Result(mismatch == null ? writer.toByteArray() : null, found, mismatch);
  }

  private String missing() {
    return woven.size() == plans.size()
        ? null
        : "expected " + plans.size() + " methods, found " + woven.size();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
    for (MethodPlan plan : plans) {
      if (plan.name().equals(name) && plan.descriptor().equals(descriptor)) {
        PlannedMethod planned =
            new PlannedMethod(code, access, owner, plan, bare.get(plan.signature()));
        woven.add(planned);
        return planned;
      }
    }
    return code;
  }
}
