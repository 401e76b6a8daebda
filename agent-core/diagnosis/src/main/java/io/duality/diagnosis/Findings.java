package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * What the evidence shows.
 *
 * @param stage {@code capture}, or {@code analysis} once the recording has been read
 * @param verdict the incident in one line and its root
 * @param findings the findings, the worst first
 * @param signature equal for the same incident in another process or at another time
 * @param closure how well the recording predicts the dump; null at capture
 * @param checklist the twelve answers; null at capture
 */
public record Findings(
    String stage,
    Verdict verdict,
    List<Finding> findings,
    String signature,
    Closure closure,
    List<Answer> checklist) {

  /** The stage at which no recording was read. */
  public static final String CAPTURE = "capture";

  /** The stage after the recording was read. */
  public static final String ANALYSIS = "analysis";

  public Findings {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(verdict, "verdict");
    findings = List.copyOf(findings);
    Objects.requireNonNull(signature, "signature");
    checklist = checklist == null ? null : List.copyOf(checklist);
  }

  /**
   * How well what was recorded predicts what the dump shows.
   *
   * @param predicted facts predicted from the recording
   * @param confirmed those the dump shows too
   * @param contradicted those it shows to be otherwise
   * @param unpredicted states of the dump without an event
   * @param score the share of confirmed facts, 0 to 1
   */
  public record Closure(
      long predicted, long confirmed, long contradicted, long unpredicted, double score) {}

  /**
   * An answer of the checklist.
   *
   * @param question one of the twelve
   * @param answer {@code yes}, {@code partly} or {@code no}
   * @param because the evidence, or the blind spot
   */
  public record Answer(String question, String answer, String because) {
    public Answer {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(answer, "answer");
      Objects.requireNonNull(because, "because");
    }
  }
}
