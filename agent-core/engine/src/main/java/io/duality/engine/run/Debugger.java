package io.duality.engine.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Whether somebody may set breakpoints in this JVM, which stop its threads like nothing else. */
final class Debugger {
  private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private Debugger() {}

  static boolean isLoaded() {
    List<String> options =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    for (String variable : VARIABLES) {
      String value = System.getenv(variable);
      if (value != null) {
        options.addAll(List.of(value.split("\\s+")));
      }
    }
    return isLoaded(options);
  }

  /** Whether one of the JVM's options loads the agent that debuggers talk to. */
  static boolean isLoaded(List<String> options) {
    return options.stream()
        .anyMatch(
            option ->
                option.startsWith("-agentlib:jdwp")
                    || option.startsWith("-Xrunjdwp")
                    || (option.startsWith("-agentpath:") && option.contains("jdwp")));
  }
}
