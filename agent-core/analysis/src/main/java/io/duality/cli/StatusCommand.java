package io.duality.cli;

import io.duality.model.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    header = "Shows what the agent in a process watches, and what it cannot see.")
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin ProcessOption process;

  StatusCommand() {}

  @Override
  public Integer call() throws Unreachable {
    AgentLink.Reply reply =
        process.agent().ask(Json.object("command", "status"), process.timeout(30));
    return Answer.print(spec, "status", reply);
  }
}
