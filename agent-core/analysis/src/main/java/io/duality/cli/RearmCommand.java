package io.duality.cli;

import io.duality.model.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rearm",
    header = "Lets a disarmed agent work again.",
    description = {
      "Waits that began meanwhile are found by sampling. An agent that the configuration disarmed"
          + " stays so until the configuration changes."
    })
final class RearmCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin ProcessOption process;

  RearmCommand() {}

  @Override
  public Integer call() throws Unreachable {
    AgentLink.Reply reply =
        process
            .agent()
            .ask(Json.object("command", "rearm", "by", DisarmCommand.who()), process.timeout(30));
    return Answer.print(spec, "rearm", reply);
  }
}
