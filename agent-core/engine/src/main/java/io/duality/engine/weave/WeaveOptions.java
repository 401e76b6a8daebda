package io.duality.engine.weave;

import java.util.List;
import java.util.Set;

/**
 * What to weave.
 *
 * @param waits whether the JDK's synchronizers, queues and futures are woven
 * @param tasks whether the JDK's pools are woven
 * @param names whether stores of synchronizers to fields of the application are woven
 * @param attached whether the application runs already, so that its loaded classes are looked at
 * @param off names of JDK hooks that stay off, such as {@code CompletableFuture}
 * @param rules library rules, asked in this order
 */
public record WeaveOptions(
    boolean waits,
    boolean tasks,
    boolean names,
    boolean attached,
    Set<String> off,
    List<ClassRule> rules) {
  public WeaveOptions {
    off = Set.copyOf(off);
    rules = List.copyOf(rules);
  }

  /** Everything on, started with the JVM, no library rules. */
  public static WeaveOptions all() {
    return new WeaveOptions(true, true, true, false, Set.of(), List.of());
  }

  /** The same with these library rules. */
  public WeaveOptions with(List<ClassRule> someRules) {
    return new WeaveOptions(waits, tasks, names, attached, off, someRules);
  }
}
