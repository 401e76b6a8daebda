package io.duality.cli;

import io.duality.analysis.read.BundleException;
import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "why",
    header = "Tells why triggers fired or did not: the last decisions of the ledger.",
    description =
        "Every change of state of every trigger with the value, the threshold and the decision,"
            + " newest last.")
final class WhyCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin DirOption dir;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The same as --dir DIR.")
  Path place;

  @Option(
      names = {"-t", "--trigger"},
      paramLabel = "NAME",
      description = "Only what this trigger decided.")
  String trigger;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many decisions; ${DEFAULT-VALUE} when nothing is said.")
  int last;

  WhyCommand() {}

  @Override
  public Integer call() throws BundleException {
    Path from = place == null ? dir.path() : place;
    if (!Files.isDirectory(from)) {
      throw new BundleException(from + " is no directory: name the one that bundles go to");
    }
    LedgerHistory ledger;
    try {
      ledger = LedgerHistory.read(from.toFile());
    } catch (IOException e) {
      throw new BundleException("the ledger in " + from + " cannot be read: " + e.getMessage());
    }
    List<LedgerEntry> said =
        ledger.entries().stream()
            .filter(entry -> trigger == null || entry.trigger().equals(trigger))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (ledger.entries().isEmpty() && ledger.corrupt() > 0) {
      throw new BundleException("no line of the ledger in " + from + " can be read");
    }
    if (said.isEmpty()) {
      out.println(
          "nothing was suspected"
              + (trigger == null ? "" : " by trigger " + Printable.line(trigger))
              + "; `duality status PID` tells whether the agent watches");
    }
    List<LedgerEntry> shown =
        said.subList(Math.max(0, said.size() - Math.max(0, last)), said.size());
    shown.forEach(entry -> out.println(line(entry)));
    LedgerEntry less = less(ledger);
    if (less != null && !shown.contains(less)) {
      out.println("but: " + line(less));
    }
    if (ledger.corrupt() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "duality: "
                  + ledger.corrupt()
                  + (ledger.corrupt() == 1 ? " line is torn" : " lines are torn"));
    }
    return Exit.OK;
  }

  /** That the agent which wrote last does less than it is configured to; null when it does not. */
  private static LedgerEntry less(LedgerHistory ledger) {
    LedgerEntry found = null;
    List<LedgerEntry> entries = ledger.entries();
    for (LedgerEntry entry : entries) {
      if (entry.pid() == entries.get(entries.size() - 1).pid()
          && entry.trigger().equals(LedgerEntry.AGENT)) {
        found = entry;
      }
    }
    boolean whole = found == null || found.state() == LedgerEntry.State.ARMED;
    return whole ? null : found;
  }

  /** {@code 2026-11-21 03:07:41Z stall suppressed, 5.3s (wait.age > 5s): cooldown until …}. */
  private static String line(LedgerEntry entry) {
    StringBuilder line = new StringBuilder(TIME.format(entry.at()));
    line.append(' ').append(entry.trigger()).append(' ').append(entry.state().label());
    if (entry.observed() != null && !entry.observed().isEmpty()) {
      line.append(", ").append(entry.observed());
    }
    if (entry.threshold() != null && !entry.threshold().isEmpty()) {
      line.append(" (").append(entry.threshold()).append(')');
    }
    return Printable.line(line.append(": ").append(entry.decision()).toString());
  }
}
