package io.duality.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A JVM reached through the attach API, the only class that names it. The verifier loads the API
 * with this class: ask {@link AttachApi#require} before touching it.
 */
final class Attachment implements AutoCloseable {
  /** The agent property in which an agent tells its directory below {@code .live}. */
  static final String LIVE = "io.duality.live";

  private final VirtualMachine machine;

  private Attachment(VirtualMachine machine) {
    this.machine = machine;
  }

  static Attachment to(String pid) throws Unreachable {
    try {
      return new Attachment(VirtualMachine.attach(pid));
    } catch (AttachNotSupportedException | IOException e) {
      throw new Unreachable(
          "cannot attach to process "
              + pid
              + " ("
              + e.getMessage()
              + "): it must be a JVM of the same user that allows it; an agent can also be reached"
              + " with --dir DIR");
    }
  }

  /** The live directory of the process's agent, or null when it has no agent that is ready. */
  Path live() throws Unreachable {
    try {
      String live = machine.getAgentProperties().getProperty(LIVE);
      return live == null ? null : Path.of(live);
    } catch (IOException e) {
      throw new Unreachable("process " + machine.id() + " does not answer: " + e.getMessage());
    }
  }

  void load(File jar, String arguments) throws Unreachable {
    try {
      machine.loadAgent(jar.getAbsolutePath(), arguments);
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new Unreachable(
          "process " + machine.id() + " could not load " + jar + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      machine.detach();
    } catch (IOException e) {
      // The process is gone, or the socket is: there is nothing left to detach from.
      assert e != null;
    }
  }
}
