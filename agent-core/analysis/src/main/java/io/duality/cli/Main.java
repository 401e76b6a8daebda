package io.duality.cli;

import io.duality.analysis.read.BundleException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code java -jar duality.jar COMMAND}. */
@Command(
    name = "duality",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Duality explains incidents of Java applications: what happened, and what existed.",
    description = {
      "As an agent (java -javaagent:duality.jar ...) it watches the application and writes a"
          + " bundle, one directory, when something goes wrong. This command line reads bundles and"
          + " talks to running agents; reading needs no agent and works on any machine.",
      "",
      "  java -jar duality.jar list              what has happened here, newest last",
      "  java -jar duality.jar show 3f9c         the story of one bundle",
      "  java -jar duality.jar capture 4711      a bundle of process 4711, now"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and nothing is wrong",
      "1:a problem was found, or the agent refused or failed",
      "2:the command line cannot be understood",
      "3:the process, directory or bundle cannot be reached or read",
      "4:an error in Duality itself"
    },
    footerHeading = "%n",
    footer = "`duality help COMMAND` tells more about a command.",
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      VerifyCommand.class,
      CaptureCommand.class,
      StatusCommand.class,
      WhyCommand.class,
      DisarmCommand.class,
      RearmCommand.class,
      RecoverCommand.class,
      AttachCommand.class,
      ConfigCommand.class,
      SchemaCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {
  private static final int WIDTH = 100;

  @Spec CommandSpec spec;
  @Mixin HelpOption help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of Duality, of its bundles and of this Java.")
  boolean version;

  Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs a command on the standard streams.
   *
   * @return the exit code: 0 done, 1 problem found, 2 usage, 3 not reachable, 4 internal error
   */
  public static int run(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      return run(args, out, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line = commandLine(out, err);
    try {
      return line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      return internal(e, err);
    }
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    // Never colours: since JDK 22 a console exists even when the output goes into a file.
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setUsageHelpWidth(WIDTH);
    headings(line);
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    return line;
  }

  private static void headings(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage()
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(spec.usageMessage().description().length == 0 ? "" : "%n")
        .parameterListHeading("%n")
        .optionListHeading(spec.positionalParameters().isEmpty() ? "%n" : "")
        .commandListHeading("%nCommands:%n");
    command.getSubcommands().values().forEach(Main::headings);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was given");
  }

  private static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("duality: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return Exit.USAGE;
  }

  private static int failed(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    if (e instanceof Unreachable || e instanceof BundleException) {
      err.println("duality: " + Printable.line(e.getMessage()));
      err.flush();
      return Exit.UNREACHABLE;
    }
    return internal(e, err);
  }

  private static int internal(Throwable e, PrintWriter err) {
    err.println("duality: internal error, please report it with these lines:");
    e.printStackTrace(err);
    err.flush();
    return Exit.INTERNAL;
  }
}
