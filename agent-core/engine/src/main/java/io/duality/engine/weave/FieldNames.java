package io.duality.engine.weave;

import io.duality.boot.InnerFields;
import io.duality.model.HookState;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;

/** Weaves the application's classes, so that synchronizers get the names of their fields. */
final class FieldNames {
  private final boolean on;
  private final OwnTypes own = new OwnTypes();
  private final Visible visible = new Visible();
  private final AtomicInteger candidates = new AtomicInteger();
  private final AtomicInteger woven = new AtomicInteger();
  private final AtomicInteger hidden = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String firstFailure;

  FieldNames(boolean on) {
    this.on = on;
  }

  /**
   * The woven class, or null when it stores and creates nothing that gets a name.
   *
   * @param loading whether the calling thread loads it; else it was loaded before
   */
  byte[] weave(ClassLoader loader, byte[] original, boolean loading) {
    if (!on || !ConstantPool.mayNameTypes(original, own)) {
      return null;
    }
    Uses uses = Uses.of(original, own);
    for (String field : uses.inner()) {
      InnerFields.learn(loader, uses.className().replace('/', '.'), field);
    }
    if (!uses.any()) {
      return null;
    }
    if (!visible.from(loader, loading)) {
      hidden.incrementAndGet();
      return null;
    }
    candidates.incrementAndGet();
    byte[] named = named(original, uses);
    if (named != null) {
      woven.incrementAndGet();
    }
    return named;
  }

  /** Runs what {@link #weave} runs, and counts nothing. */
  void warm(byte[] sample) {
    if (on && ConstantPool.mayNameTypes(sample, own)) {
      named(sample, Uses.of(sample, own));
      visible.from(ClassLoader.getSystemClassLoader(), false);
    }
  }

  private byte[] named(byte[] original, Uses uses) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    NamingClass visitor = new NamingClass(writer, uses, own);
    reader.accept(visitor, 0);
    return visitor.changed() ? writer.toByteArray() : null;
  }

  /** A class stays as it is, since weaving it went wrong. */
  void failed(String name, Throwable e) {
    if (failures.getAndIncrement() == 0) {
      firstFailure = name + ": " + e;
    }
  }

  HookState state(boolean armed) {
    String why = null;
    if (failures.get() > 0) {
      why = failures.get() + " classes stay as they are, first " + firstFailure;
    } else if (hidden.get() > 0) {
      why = hidden.get() + " classes stay as they are: their loaders hide io.duality.boot";
    }
    HookState.Standing standing = armed ? HookState.Standing.WOVEN : HookState.Standing.DISARMED;
    return new HookState("names of fields", candidates.get(), woven.get(), standing, why);
  }
}
