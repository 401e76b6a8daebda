package io.duality.cli;

import io.duality.model.json.Json;
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
    description = {
      "Returns when the agent has begun, or with --wait when the bundle is complete.",
      "While the agent makes another bundle it says so, and takes this one after it.",
      "Exits with 1 when the agent refuses, and says why."
    })
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
      description = "Return when the bundle is complete, and print its path.")
  boolean wait;

  CaptureCommand() {}

  @Override
  public Integer call() throws Unreachable {
    Map<String, Object> request = Json.object("command", "capture", "reason", reason, "wait", wait);
    AgentLink.Reply reply =
        wait
            ? process.agent().ask(request, process.timeout(180))
            : process.agent().begin(request, process.timeout(30));
    if (reply == null) {
      spec.commandLine()
          .getOut()
          .println("the agent is capturing; `duality list` shows the bundle when it is complete");
      return Exit.OK;
    }
    if (reply.ok() && reply.bundle() == null && !wait) {
      spec.commandLine().getOut().println(Printable.line(reply.text()));
      return Exit.OK;
    }
    if (!reply.ok() || reply.bundle() == null) {
      spec.commandLine()
          .getErr()
          .println("duality: capture " + reply.status() + ": " + Printable.line(reply.text()));
      return Exit.PROBLEM;
    }
    spec.commandLine().getOut().println(reply.bundle());
    return Exit.OK;
  }
}
