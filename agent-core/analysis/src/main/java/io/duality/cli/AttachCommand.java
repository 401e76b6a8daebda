package io.duality.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "attach",
    header = "Loads the agent into a running process.",
    description = {
      "What the process did before, such as which fields its locks were stored in, the agent cannot"
          + " know; -javaagent at the start sees more. A JVM of version 21 or later prints a warning"
          + " about agents that are loaded dynamically."
    })
final class AttachCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;

  @Parameters(index = "0", paramLabel = "PID", description = "The process.")
  String pid;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARGS",
      description = "The agent's arguments: key=value,key=value or a path of a properties file.")
  String arguments;

  AttachCommand() {}

  @Override
  public Integer call() throws Unreachable {
    AttachApi.require();
    File jar = Version.jar();
    if (jar == null) {
      throw new Unreachable(
          "there is no duality.jar to load: start this command as java -jar duality.jar attach");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Attachment process = Attachment.to(pid)) {
      Path before = process.live();
      if (before != null) {
        out.println("process " + pid + " already has the agent: " + before);
        return Exit.OK;
      }
      process.load(jar, arguments);
      out.println(
          "loaded into process " + pid + "; `duality status " + pid + "` shows what it watches");
      return Exit.OK;
    }
  }
}
