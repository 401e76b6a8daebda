package io.duality.engine.weave;

import io.duality.model.HookState;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asked for every class: hands it to the hook, the rules and the field names, in this order. */
final class Transformer implements ClassFileTransformer {
  private final Map<String, JdkHook> byInternalName = new HashMap<>();
  private final Map<String, JdkHook> byName = new HashMap<>();
  private final ClassRule[] rules;
  private final Map<ClassRule, String> ruleFailures = new ConcurrentHashMap<>();
  private final FieldNames names;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Application application = new Application();

  Transformer(List<JdkHook> hooks, WeaveOptions options) {
    for (JdkHook hook : hooks) {
      byInternalName.put(hook.internalName(), hook);
      byName.put(hook.className(), hook);
    }
    this.rules = options.rules().toArray(new ClassRule[0]);
    this.names = new FieldNames(options.names());
  }

  Application application() {
    return application;
  }

  FieldNames names() {
    return names;
  }

  /** The hook of a loaded class, or null. */
  JdkHook hook(Class<?> type) {
    if (type.getClassLoader() != null) {
      return null;
    }
    String name = type.getName();
    // At start the bytecode is interpreted: looking at a few letters is cheaper than hashing all.
    boolean mayBe =
        name.startsWith(JdkHook.PACKAGE)
            || name.startsWith(SocketHook.PACKAGE)
            || name.startsWith(SocketHook.ENCRYPTED)
            || name.endsWith("Thread")
            || name.equals(MemoryErrorHook.NAME)
            || name.equals(BufferHook.NAME)
            || name.equals(PrintHook.NAME)
            || name.equals(TextHook.NAME)
            || name.equals(ProcessHook.NAME);
    return mayBe ? hookOf(name) : null;
  }

  JdkHook hookOf(String className) {
    return byName.get(className);
  }

  /** Whether a loaded class has been changed by a hook, a rule or for its names. */
  boolean hasChanged(Class<?> type) {
    JdkHook hook = hook(type);
    return hook != null
        ? hook.isWoven()
        : !type.isArray() && changed.contains(type.getName().replace('.', '/'));
  }

  boolean hasRuleFor(String internalName) {
    for (ClassRule rule : rules) {
      if (rule.matches(internalName)) {
        return true;
      }
    }
    return false;
  }

  /** Loads and runs what a transformation will need: a class loaded inside one is not woven. */
  void warm() {
    byte[] sample = WarmUp.sample();
    PlannedClass.weave(sample, WarmUp.plans());
    names.warm(sample);
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original) {
    if (name == null) {
      return null;
    }
    try {
      if (loader == null) {
        JdkHook hook = byInternalName.get(name);
        if (hook == null) {
          return ruled(null, name, original);
        }
        checkNeed(hook);
        return hook.weave(original);
      }
      if (!application.isApplication(module, loader, name)) {
        return ruled(loader, name, original);
      }
      if (redefined == null) {
        application.loads(loader);
      }
      byte[] woven = ruled(loader, name, original);
      byte[] named = names.weave(loader, woven == null ? original : woven, redefined == null);
      if (named != null) {
        changed.add(name);
      }
      return named == null ? woven : named;
    } catch (Throwable e) {
      names.failed(name, e);
      return null; // the class stays as it is
    }
  }

  /** Off goes what needs a hook that is off. */
  void checkNeed(JdkHook hook) {
    JdkHook need = hook.needs() == null ? null : hookOf(hook.needs());
    if (need != null && need.isOff()) {
      hook.switchOff("needs " + need.className() + ", which is off");
    }
  }

  private byte[] ruled(ClassLoader loader, String name, byte[] original) {
    byte[] woven = null;
    for (ClassRule rule : rules) {
      try {
        if (rule.matches(name)) {
          byte[] more = rule.weave(loader, name, woven == null ? original : woven);
          woven = more == null ? woven : more;
          if (more != null) {
            changed.add(name);
          }
        }
      } catch (Throwable e) {
        ruleFailures.putIfAbsent(rule, name + ": " + e);
      }
    }
    return woven;
  }

  /** What a rule says of itself, unless it failed. */
  HookState stateOf(ClassRule rule, boolean armed) {
    HookState state = rule.state();
    if (!armed && state.armed()) {
      return new HookState(
          state.name(), state.expected(), state.found(), HookState.Standing.DISARMED, null);
    }
    String failure = ruleFailures.get(rule);
    return failure == null
        ? state
        : new HookState(
            state.name(), state.expected(), state.found(), false, "failed on " + failure);
  }
}
