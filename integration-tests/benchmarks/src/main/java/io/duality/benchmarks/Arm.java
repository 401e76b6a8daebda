package io.duality.benchmarks;

import java.io.File;
import java.util.List;

/**
 * One way to start the same program; the first arm of a table is its control.
 *
 * @param name as the table's column says
 * @param options of the JVM, before the class path
 */
record Arm(String name, List<String> options) {
  static Arm without(String... options) {
    return new Arm("without", List.of(options));
  }

  static Arm with(File agent, String... settings) {
    return named("with", agent, settings);
  }

  /** The agent with {@code key=value} pairs of its configuration. */
  static Arm named(String name, File agent, String... settings) {
    String arguments = settings.length == 0 ? "" : "=" + String.join(",", settings);
    return new Arm(name, List.of("-javaagent:" + agent + arguments));
  }

  Arm and(String option) {
    List<String> more = new java.util.ArrayList<>(options);
    more.add(option);
    return new Arm(name, List.copyOf(more));
  }
}
