package io.duality.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The same program started in several ways, round by round, so that a machine whose speed drifts
 * moves all of them; each figure is compared with the control of its own round.
 */
final class Table {
  private final Path java;
  private final int rounds;
  private final List<Arm> arms;
  private final List<List<Child.Cost>> costs = new ArrayList<>();
  private String classPath = System.getProperty("java.class.path");

  Table(Path java, int rounds, List<Arm> arms) {
    this.java = java;
    this.rounds = rounds;
    this.arms = List.copyOf(arms);
  }

  /** Another class path than this program's own. */
  Table on(String otherClassPath) {
    classPath = otherClassPath;
    return this;
  }

  /** Runs the program, on one processor when its threads hand over to each other. */
  Table run(Class<?> main, boolean pinned, String... arguments) throws IOException {
    arms.forEach(arm -> costs.add(new ArrayList<>()));
    once(arms.get(0), main, pinned, arguments); // the page cache's turn
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < arms.size(); i++) {
        costs.get(i).add(once(arms.get(i), main, pinned, arguments));
      }
    }
    return this;
  }

  private Child.Cost once(Arm arm, Class<?> main, boolean pinned, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (pinned) {
      command.addAll(List.of("taskset", "-c", "0"));
    }
    command.add(java.toString());
    command.add("-Xmx512m");
    command.addAll(arm.options());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return Child.run(command);
  }

  Table header(String what, String figure) {
    StringBuilder line = new StringBuilder("\n| ").append(what);
    StringBuilder rule = new StringBuilder("|---");
    for (int i = 0; i < arms.size(); i++) {
      line.append(" | ").append(arms.get(i).name());
      rule.append("|---");
      if (i > 0) {
        line.append(" | ").append(figure).append(" [min–max]");
        rule.append("|---");
      }
    }
    System.out.println(line.append(" |"));
    System.out.println(rule.append('|'));
    return this;
  }

  Table ratio(String name, String unit, ToDoubleFunction<Child.Cost> figure) {
    return row(name, unit, figure, true);
  }

  Table difference(String name, String unit, ToDoubleFunction<Child.Cost> figure) {
    return row(name, unit, figure, false);
  }

  private Table row(String name, String unit, ToDoubleFunction<Child.Cost> figure, boolean ratio) {
    StringBuilder line = new StringBuilder("| ").append(name);
    List<Double> control = figures(0, figure);
    for (int i = 0; i < arms.size(); i++) {
      List<Double> figures = figures(i, figure);
      double median = Spread.of(figures).median();
      line.append(String.format(Locale.ROOT, " | %.1f %s", median, unit));
      if (i > 0) {
        line.append(" | ");
        line.append(
            ratio
                ? Spread.ratios(control, figures).ratio()
                : Spread.differences(control, figures).added());
      }
    }
    System.out.println(line.append(" |"));
    return this;
  }

  /** One arm alone: a figure that the program took before something happened, and after. */
  Table change(String name) {
    List<Double> before = figures(0, cost -> cost.figure(name + "Before"));
    List<Double> after = figures(0, cost -> cost.figure(name + "After"));
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f ns | %.2f ns | %s |%n",
        name,
        Spread.of(before).median(),
        Spread.of(after).median(),
        Spread.ratios(before, after).ratio());
    return this;
  }

  /** The header of {@link #change}. */
  Table changeHeader(String what) {
    System.out.println("\n| " + what + " | before | after | ratio [min–max] |");
    System.out.println("|---|---|---|---|");
    return this;
  }

  private List<Double> figures(int arm, ToDoubleFunction<Child.Cost> figure) {
    return costs.get(arm).stream().mapToDouble(figure).boxed().toList();
  }
}
