package io.duality.engine.observe;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The JVM's own thread print: every platform thread at one safepoint. */
public final class JvmPrint {
  private JvmPrint() {}

  /**
   * Takes it.
   *
   * @param options such as {@code -l}, for the owned synchronizers
   * @throws JMException when this JVM has no diagnostic commands
   */
  public static String text(String... options) throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "threadPrint",
                new Object[] {options},
                new String[] {String[].class.getName()});
  }
}
