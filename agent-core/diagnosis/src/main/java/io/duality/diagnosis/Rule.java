package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Pattern;
import java.util.List;
import java.util.Set;

/** Looks for one pattern of the catalogue. A rule is pure: the same evidence, the same findings. */
public interface Rule {

  /** The pattern it looks for. */
  Pattern pattern();

  /** What it cannot work without; a rule whose need is not met is not asked. */
  Set<Source> needs();

  /** What it finds; empty when the pattern is not there. */
  List<Finding> findings(Case evidence);

  /**
   * Why finding nothing would prove nothing, as a clause; null when what is not found is not there.
   */
  default String blind(Case evidence) {
    return null;
  }

  /** Evidence that exists at some stages and not at others. */
  enum Source {
    /** At least one look. */
    LOOK("a look"),
    /** Several looks. */
    LOOKS("a second look"),
    /** The stacks of all threads. */
    DUMP("the thread dump"),
    /** Hooks and their states. */
    HOOKS("the state of the hooks"),
    /** What was captured. */
    STEPS("the steps of the capture"),
    /** Readings of memory, collector, processor, errors and handles. */
    VITALS("readings of the vitals");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** How a person calls it. */
    public String label() {
      return label;
    }
  }
}
