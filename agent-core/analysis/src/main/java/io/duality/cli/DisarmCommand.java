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
    name = "disarm",
    header = "Makes the agent in a process do nothing, at once.",
    description = {
      "Every hook becomes a no-op, nothing is watched, no trigger fires, the recording ends. What the"
          + " recording held is gone. `duality rearm` lifts it. `duality status` and `duality"
          + " capture` still work; a bundle then has no recording, and waits are only sampled."
    })
final class DisarmCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin ProcessOption process;

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why; stands in the status and in the ledger.")
  String reason;

  @Option(
      names = "--unweave",
      description =
          "Also give all classes their own bytes back, which stops the application for about a"
              + " millisecond per class.")
  boolean unweave;

  DisarmCommand() {}

  @Override
  public Integer call() throws Unreachable {
    Map<String, Object> request = Json.object("command", "disarm", "by", who(), "unweave", unweave);
    Json.put(request, "reason", reason);
    AgentLink.Reply reply = process.agent().ask(request, process.timeout(30));
    return Answer.print(spec, "disarm", reply);
  }

  static String who() {
    return System.getProperty("user.name", "somebody") + " on the command line";
  }
}
