package io.duality.cli;

import io.duality.model.config.ConfigCheck;
import io.duality.model.config.ConfigDocs;
import io.duality.model.config.ConfigProblem;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    synopsisSubcommandLabel = "COMMAND",
    header = "Checks a configuration file, or documents all keys.",
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Docs.class, HelpCommand.class})
final class ConfigCommand implements Runnable {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;

  ConfigCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "config check FILE, or config docs?");
  }

  @Command(
      name = "check",
      header = "Reads a properties file as the agent would, and says what is wrong with it.",
      description = "Exits with 1 when a value would not be used or a key has no effect.")
  static final class Check implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin HelpOption help;

    @Parameters(paramLabel = "FILE", description = "The properties file.")
    Path file;

    Check() {}

    @Override
    public Integer call() throws Unreachable {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new Unreachable(file + ": is no file that can be read");
      }
      PrintWriter out = spec.commandLine().getOut();
      List<ConfigProblem> problems = ConfigCheck.check(file.toString());
      for (ConfigProblem problem : problems) {
        out.println(
            problem.level().name().toLowerCase(Locale.ROOT)
                + ": "
                + Printable.line(problem.line()));
      }
      if (problems.isEmpty()) {
        out.println(file + ": no problems");
      }
      return problems.stream().anyMatch(ConfigProblem::disarms) ? Exit.PROBLEM : Exit.OK;
    }
  }

  @Command(name = "docs", header = "Prints all keys with their types, defaults and meanings.")
  static final class Docs implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin HelpOption help;

    @Option(names = "--markdown", description = "Print a Markdown table.")
    boolean markdown;

    Docs() {}

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(markdown ? ConfigDocs.markdown() : ConfigDocs.text());
      return Exit.OK;
    }
  }
}
