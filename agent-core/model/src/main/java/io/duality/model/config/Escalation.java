package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a trigger captures beside the usual when an incident comes again and again: {@code heap
 * after 3}.
 *
 * @param steps the further artefacts; empty when nothing escalates
 * @param after how many bundles of one signature come before
 * @param within in what time they were made
 */
public record Escalation(List<CaptureStep> steps, int after, Duration within) {
  /** Nothing escalates. */
  public static final Escalation NONE = new Escalation(List.of(), 1, Duration.ofDays(1));

  private static final ValueType<Integer> COUNT = Types.count(1, 100, "bundles");
  private static final ValueType<Duration> TIME = Types.duration("1m", "30d");
  private static final String AFTER = " after ";
  private static final String WITHIN = " within ";

  public Escalation {
    steps = List.copyOf(steps);
    Objects.requireNonNull(within, "within");
  }

  /** Whether anything escalates. */
  public boolean isSet() {
    return !steps.isEmpty();
  }

  /** As it is written, with its time: {@code heap after 3 within 1d}; empty when there is none. */
  public String label() {
    return isSet() ? names() + AFTER + after + WITHIN + Units.print(within) : "";
  }

  /** The artefacts: {@code heap, histogram}. */
  public String names() {
    return String.join(", ", steps.stream().map(CaptureStep::label).toList());
  }

  /** A trigger's artefacts with the further ones; of an artefact in both, the further counts. */
  List<CaptureStep> beside(List<CaptureStep> usual) {
    List<CaptureStep> all = new ArrayList<>(usual);
    for (CaptureStep step : steps) {
      all.removeIf(other -> other.name().equals(step.name()));
      all.add(step);
    }
    return all;
  }

  static ValueType<Escalation> type() {
    return new ValueType<>("escalation", "", "") {
      @Override
      public Escalation parse(String text) throws BadValue {
        String rest = " " + text.trim() + " ";
        if (rest.isBlank()) {
          return NONE;
        }
        int after = rest.indexOf(AFTER);
        if (after < 0) {
          throw notAllowed();
        }
        String count = rest.substring(after + AFTER.length());
        int within = count.indexOf(WITHIN);
        return new Escalation(
            steps(rest.substring(0, after)),
            part(COUNT, within < 0 ? count : count.substring(0, within), "after"),
            within < 0
                ? NONE.within
                : part(TIME, count.substring(within + WITHIN.length()), "within"));
      }

      private List<CaptureStep> steps(String names) throws BadValue {
        List<CaptureStep> steps = new ArrayList<>();
        for (String name : Types.split(names)) {
          CaptureStep step = CaptureStep.parse(name);
          if (CaptureStep.NOT_HERE.contains(step.name())) {
            throw new BadValue("this version takes no " + step.name());
          }
          steps.add(step);
        }
        if (steps.isEmpty()) {
          throw new BadValue("it names no artefact, allowed is " + allowed());
        }
        return steps;
      }

      private <T> T part(ValueType<T> type, String written, String word) throws BadValue {
        try {
          return type.parse(written);
        } catch (BadValue e) {
          throw new BadValue(
              word + " '" + written.trim() + "' is not understood, allowed is " + allowed());
        }
      }

      @Override
      public String allowed() {
        return "artefacts, after how many bundles and, if not 1d, within what time, as in 'heap"
            + " after 3' or 'heap, histogram after 2 within 12h' (1 to 100, 1m to 30d)";
      }
    };
  }
}
