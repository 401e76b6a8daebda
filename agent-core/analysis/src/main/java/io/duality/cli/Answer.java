package io.duality.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What an agent answered, for people. */
final class Answer {
  private Answer() {}

  /** Prints it where it belongs; returns the exit code. */
  static int print(CommandSpec command, String name, AgentLink.Reply reply) {
    if (!reply.ok()) {
      command
          .commandLine()
          .getErr()
          .println("duality: " + name + " " + reply.status() + ": " + Printable.line(reply.text()));
      return Exit.PROBLEM;
    }
    command.commandLine().getOut().println(Printable.text(reply.text()).stripTrailing());
    return Exit.OK;
  }
}
