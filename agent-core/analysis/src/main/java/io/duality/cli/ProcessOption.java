package io.duality.cli;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which process, and how to reach its agent. */
final class ProcessOption {
  @Parameters(
      index = "0",
      paramLabel = "PID",
      description = "The process, as this machine numbers it; with --dir, as it numbers itself.")
  String pid;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "Reach the agent through its bundle directory instead of attaching to the process: for"
              + " containers that share a volume, and for runtimes without module jdk.attach.")
  Path dir;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for the agent; by default 30, with capture --wait 180.")
  Integer timeout;

  ProcessOption() {}

  AgentLink agent() throws Unreachable {
    return AgentLink.of(pid, dir);
  }

  Duration timeout(int otherwise) {
    return Duration.ofSeconds(timeout == null ? otherwise : timeout);
  }
}
