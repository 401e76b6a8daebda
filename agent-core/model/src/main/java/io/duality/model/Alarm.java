package io.duality.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A detector's suspicion, seconds old: why a bundle may be captured. What the evidence then shows
 * is a {@link Finding}.
 *
 * @param detector the value of the trigger's {@code on} key: {@code wait}, {@code deadlock}, …
 * @param signature equal for the same condition in later looks; cool-downs count per signature
 * @param condition the rule, such as {@code wait.age > 5s}
 * @param observed the value that met it, such as {@code 5.3s}
 * @param sentence one plain sentence: who waits how long for what, held by whom
 * @param rootKey the resource key or {@code thread:<id>} at the root of the suspicion
 * @param threadIds the threads it is about, the root's first
 * @param width how many threads are behind the root
 * @param spanNames entry spans that are hit
 * @param subjects what it is about in this process, one word for each wait, pool or queue: a
 *     condition is confirmed by looks that have one of them in common; empty when the signature
 *     alone says it
 */
public record Alarm(
    String detector,
    String signature,
    String condition,
    String observed,
    String sentence,
    String rootKey,
    List<Long> threadIds,
    int width,
    List<String> spanNames,
    Set<String> subjects) {
  public Alarm {
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(observed, "observed");
    Objects.requireNonNull(sentence, "sentence");
    Objects.requireNonNull(rootKey, "rootKey");
    threadIds = List.copyOf(threadIds);
    spanNames = List.copyOf(spanNames);
    subjects = Set.copyOf(subjects);
  }

  /** An alarm that its signature alone tells from others. */
  public Alarm(
      String detector,
      String signature,
      String condition,
      String observed,
      String sentence,
      String rootKey,
      List<Long> threadIds,
      int width,
      List<String> spanNames) {
    this(
        detector, signature, condition, observed, sentence, rootKey, threadIds, width, spanNames,
        Set.of());
  }

  /** Whether another look's alarm can be about the same thing going on. */
  public boolean continues(Alarm earlier) {
    if (subjects.isEmpty() || earlier.subjects.isEmpty()) {
      return true;
    }
    for (String subject : subjects) {
      if (earlier.subjects.contains(subject)) {
        return true;
      }
    }
    return false;
  }
}
