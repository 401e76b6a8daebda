package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * What the evidence shows: one pattern, about one named thing, with its proof and its duals.
 *
 * @param pattern the pattern of the catalogue
 * @param subject the named thing it is about
 * @param statement one sentence
 * @param confidence 0 to 1
 * @param severity how bad it is
 * @param threads labels of the threads it implicates
 * @param traces trace ids it implicates
 * @param evidence where to find the proof
 * @param duals what the other view says
 */
public record Finding(
    Pattern pattern,
    Subject subject,
    String statement,
    double confidence,
    Severity severity,
    List<String> threads,
    List<String> traces,
    List<EvidenceRef> evidence,
    List<Dual> duals) {
  public Finding {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(statement, "statement");
    Objects.requireNonNull(severity, "severity");
    threads = List.copyOf(threads);
    traces = List.copyOf(traces);
    evidence = List.copyOf(evidence);
    duals = List.copyOf(duals);
  }

  /** How bad a finding is. */
  public enum Severity {
    CRITICAL("critical"),
    WARNING("warning"),
    INFO("info");

    private final String label;

    Severity(String label) {
      this.label = label;
    }

    /** The spelling used in {@code findings.json}. */
    public String label() {
      return label;
    }
  }

  /**
   * The thing a finding is about.
   *
   * @param kind {@code thread}, a {@link ResourceKind#label()}, {@code class}, {@code endpoint},
   *     {@code config} or {@code process}
   * @param name its name, in the spelling of every other file
   */
  public record Subject(String kind, String name) {
    public Subject {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * A place in the bundle that proves a statement.
   *
   * @param file the file's name in the bundle
   * @param pointer a JSON pointer, {@code line N}, or empty for the whole file
   */
  public record EvidenceRef(String file, String pointer) {
    public EvidenceRef {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(pointer, "pointer");
    }
  }

  /**
   * What the other view says about a finding.
   *
   * @param pattern the pattern that was looked for there
   * @param verdict what was found
   * @param statement one sentence; for {@link DualVerdict#UNOBSERVED} the reason
   * @param evidence the proof, empty when unobserved
   */
  public record Dual(
      Pattern pattern, DualVerdict verdict, String statement, List<EvidenceRef> evidence) {
    public Dual {
      Objects.requireNonNull(pattern, "pattern");
      Objects.requireNonNull(verdict, "verdict");
      Objects.requireNonNull(statement, "statement");
      evidence = List.copyOf(evidence);
    }

    /** It is there. */
    public static Dual confirmed(Pattern pattern, String statement, List<EvidenceRef> evidence) {
      return new Dual(pattern, DualVerdict.CONFIRMED, statement, evidence);
    }

    /** It was looked for where it would be seen, and is not there. */
    public static Dual contradicted(Pattern pattern, String statement) {
      return new Dual(pattern, DualVerdict.CONTRADICTED, statement, List.of());
    }

    /** It could not be looked for, for that reason. */
    public static Dual unobserved(Pattern pattern, String reason) {
      return new Dual(pattern, DualVerdict.UNOBSERVED, reason, List.of());
    }
  }

  /** What looking in the other view gave. */
  public enum DualVerdict {
    CONFIRMED("confirmed"),
    CONTRADICTED("contradicted"),
    UNOBSERVED("unobserved");

    private final String label;

    DualVerdict(String label) {
      this.label = label;
    }

    /** The spelling used in {@code findings.json}. */
    public String label() {
      return label;
    }
  }
}
