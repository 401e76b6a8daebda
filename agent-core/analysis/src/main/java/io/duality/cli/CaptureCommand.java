package io.duality.cli;

import io.duality.model.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "capture",
    header = "Asks the agent in a process for a bundle, now.",
    description = "Prints the bundle's path. Exits with 1 when the agent refuses, and says why.")
final class CaptureCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin ProcessOption process;

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      defaultValue = "asked on the command line",
      description = "Why; stands in the bundle.")
  String reason;

  @Option(
      names = {"-w", "--wait"},
      description = "Return when the bundle is complete, at most 3 minutes later.")
  boolean wait;

  CaptureCommand() {}

  @Override
  public Integer call() throws Unreachable {
    Map<String, Object> request = Json.object("command", "capture", "reason", reason);
    AgentLink.Reply reply = process.ask(request);
    PrintWriter err = spec.commandLine().getErr();
    if (!reply.ok() || reply.bundle() == null) {
      err.println("duality: capture " + reply.status() + ": " + Printable.line(reply.text()));
      return Exit.PROBLEM;
    }
    Duration bound = Duration.ofMinutes(3);
    if (wait && !AgentLink.await(reply.bundle(), bound)) {
      err.println(
          "duality: " + reply.bundle() + " is not complete after " + AgentLink.seconds(bound));
      return Exit.PROBLEM;
    }
    spec.commandLine().getOut().println(reply.bundle());
    return Exit.OK;
  }
}
