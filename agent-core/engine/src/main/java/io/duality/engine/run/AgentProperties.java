package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import java.util.Properties;
import org.slf4j.Logger;

/**
 * The properties of the JVM's agents, which the attach API reads: how the command line finds this
 * process's live directory without a system property that the application would see.
 */
final class AgentProperties {
  private static final Logger LOG = AgentLog.of(AgentProperties.class);

  private AgentProperties() {}

  static void set(String key, String value) {
    try {
      Properties properties =
          (Properties)
              Class.forName("jdk.internal.vm.VMSupport")
                  .getMethod("getAgentProperties")
                  .invoke(null);
      properties.setProperty(key, value);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      LOG.info("commands need --dir, since the JVM keeps no agent properties: {}", e.toString());
    }
  }
}
