package io.duality.diagnosis;

import io.duality.model.Verdict;
import java.util.List;

/**
 * One kind of incident, told: its verdict, the signature by which it is known again, and the parts
 * of its page. What there is no evidence for is null or empty, and does not appear.
 */
interface Telling {
  /** The incident in one line and its root. */
  Verdict verdict();

  /** Equal for the same incident in another process or at another time. */
  String signature();

  /** The incident in a clause, for a page that leads with another one. */
  String brief();

  /** Behind the clause: where its evidence is when the dump does not have it; else empty. */
  default String where() {
    return "";
  }

  /** The root's paragraph, or null. */
  default String root() {
    return null;
  }

  /** Who is hurt, or null. */
  default String hurt() {
    return null;
  }

  /** Who was hurt when the process ended with it, or null. */
  default String cut() {
    return hurt();
  }

  /** Further paragraphs, each under a label of its own. */
  default List<Note> notes() {
    return List.of();
  }

  /** Whether the page says what is safe and whether it was seen before. */
  default boolean incident() {
    return true;
  }

  /** What is safe, where it is not the dumps of a living process; or null. */
  default String evidence() {
    return null;
  }

  /** Aligned lines that show the whole at a glance. */
  default List<String> block() {
    return List.of();
  }

  /** What happened, in the order of time. */
  List<String> timeline();

  /** What existed at the look. */
  default Existing existing() {
    return Existing.NOTHING;
  }

  /** What may go wrong because of how things are built. */
  default List<String> risks() {
    return List.of();
  }

  /** What to do next, in this order. */
  default List<String> steps() {
    return List.of();
  }

  /** The steps that make sense although the process is gone. */
  default List<String> stepsAfterwards() {
    return steps().stream().filter(step -> !step.startsWith("To free")).toList();
  }

  /** What the other view says, beside the duals of the findings. */
  default List<String> views() {
    return List.of();
  }

  /** What nobody can tell of this kind of incident, and why. */
  default List<String> unknown() {
    return List.of();
  }

  /**
   * A paragraph.
   *
   * @param label its first words
   * @param text Markdown
   */
  record Note(String label, String text) {}
}
