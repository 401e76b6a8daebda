package io.duality.engine.weave;

import io.duality.model.HookState;

/**
 * Weaves classes of one library. The rules of {@link WeaveOptions} are asked for every class that
 * is loaded after the installation, and for those that are loaded already.
 *
 * <p>Its methods run on application threads, in the middle of loading a class, several at once:
 * they must not block, wait for a lock that is held elsewhere while a class loads, or run code of
 * the application. What they throw is recorded, and the class stays as it is.
 */
public interface ClassRule {
  /**
   * Whether {@link #weave} wants to see this class; cheap, as it is asked for every class.
   *
   * @param internalName such as {@code io/opentelemetry/sdk/trace/SdkSpan}
   */
  boolean matches(String internalName);

  /**
   * The woven class, or null to leave it as it is. Fields, methods, supertypes and modifiers must
   * stay as they are, because a loaded class cannot change them.
   *
   * @param loader the loader of the class; null for the boot loader
   * @param internalName such as {@code io/opentelemetry/sdk/trace/SdkSpan}
   * @param original the class as it would be loaded; not to be changed
   */
  byte[] weave(ClassLoader loader, String internalName, byte[] original);

  /** What the rule expects and what it has found so far. */
  HookState state();
}
