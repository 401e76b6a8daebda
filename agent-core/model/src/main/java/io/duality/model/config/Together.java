package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a trigger watches that watches others: {@code all(memory-growth, errors) within 2m}.
 *
 * @param triggers the names of its operands, at least two, in the order they were written
 * @param within all of them were true within this time, 1 s to 1 day
 */
public record Together(List<String> triggers, Duration within) {
  static final String ALLOWED =
      "all(A, B) within 2m, where A, B, … are the names of two or more triggers and the time is 1s"
          + " to 1d";

  private static final String ALL = "all";
  private static final String WITHIN = "within";
  private static final ValueType<Duration> TIME = Types.duration("1s", "1d");

  public Together {
    triggers = List.copyOf(triggers);
    Objects.requireNonNull(within, "within");
  }

  /** As it is written: {@code all(memory-growth, errors) within 2m}. */
  public String label() {
    return ALL + "(" + String.join(", ", triggers) + ") " + WITHIN + " " + Units.print(within);
  }

  /** Whether somebody seems to have meant a condition over several triggers. */
  static boolean meant(String on) {
    return on.indexOf('(') >= 0 || on.equals(ALL) || on.startsWith(ALL + " ");
  }

  /**
   * Reads {@code all(A, B) within 2m}.
   *
   * @throws BadValue when it is something else, or a part of it is missing or wrong
   */
  static Together parse(String text) throws BadValue {
    String on = text.trim();
    int open = on.indexOf('(');
    int close = on.indexOf(')');
    if (open < 0 || close < open || !on.substring(0, open).trim().equals(ALL)) {
      throw new BadValue("allowed is " + ALLOWED);
    }
    List<String> triggers = Types.split(on.substring(open + 1, close));
    if (triggers.size() < 2) {
      throw new BadValue(
          (triggers.isEmpty() ? "it names no trigger" : "it names only " + triggers.get(0))
              + ", allowed is "
              + ALLOWED);
    }
    List<String> seen = new ArrayList<>();
    for (String trigger : triggers) {
      if (seen.contains(trigger)) {
        throw new BadValue("it names " + trigger + " twice, allowed is " + ALLOWED);
      }
      seen.add(trigger);
    }
    return new Together(triggers, within(on.substring(close + 1).trim()));
  }

  private static Duration within(String rest) throws BadValue {
    if (!rest.startsWith(WITHIN)) {
      throw new BadValue(
          (rest.isEmpty() ? "it does not say within what time" : "'" + rest + "' is not understood")
              + ", allowed is "
              + ALLOWED);
    }
    String time = rest.substring(WITHIN.length()).trim();
    try {
      return TIME.parse(time);
    } catch (BadValue e) {
      throw new BadValue("within '" + time + "' is no time, allowed is " + ALLOWED);
    }
  }
}
