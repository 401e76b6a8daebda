package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that a debugger can stop is known by its options. */
final class DebuggerTest {
  @Test
  void agent_of_debuggers_is_known_in_each_of_its_forms() {
    for (String option :
        List.of(
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n",
            "-Xrunjdwp:server=y",
            "-agentpath:/opt/jdk/lib/libjdwp.so=server=y")) {
      assertTrue(Debugger.isLoaded(List.of("-Xmx1g", option)), option);
    }
  }

  @Test
  void other_agents_stop_nobody() {
    assertFalse(
        Debugger.isLoaded(List.of("-javaagent:duality.jar", "-agentlib:hprof", "-Djdwp=1")));
  }
}
