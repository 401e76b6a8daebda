package io.duality.diagnosis;

/** The text of {@code summary.md}: at most 60 lines, nothing in it without evidence. */
public final class Summary {
  private Summary() {}

  /** The summary, under the default idle policy. */
  public static String of(Evidence evidence, Findings findings) {
    return of(evidence, findings, IdlePolicy.DEFAULT);
  }

  /**
   * The summary.
   *
   * @param evidence what is known
   * @param findings what was made of it
   * @param policy the policy with which it was made
   */
  public static String of(Evidence evidence, Findings findings, IdlePolicy policy) {
    return "# " + findings.verdict().title() + "\n";
  }
}
