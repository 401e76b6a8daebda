package io.duality.engine.observe;

import io.duality.boot.VmCommand;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;

/** The JVM's own thread print: every platform thread at one safepoint. */
public final class JvmPrint {
  private static final String COMMAND = "Thread.print";

  private JvmPrint() {}

  /**
   * Takes it.
   *
   * @param options such as {@code -l}, for the owned synchronizers
   * @throws JMException when this JVM has no diagnostic commands
   */
  public static String text(String... options) throws JMException {
    String line = options.length == 0 ? COMMAND : COMMAND + " " + String.join(" ", options);
    String print = VmCommand.run(line);
    if (print == null) {
      throw new InstanceNotFoundException("this JVM takes no diagnostic commands");
    }
    return print;
  }
}
