package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** With whom errors were: whom it was tried to reach, to read from or to write to. */
final class ErrorPeers {
  private static final int MOST = 3;

  private ErrorPeers() {}

  /** {@code with tcp 10.0.0.5:5432}; empty where nobody knows it. */
  static String with(ErrorSeen error) {
    return with(error, Words::plain);
  }

  /**
   * The same in other letters.
   *
   * @param spelled how a name is written
   */
  static String with(ErrorSeen error, UnaryOperator<String> spelled) {
    Map<String, Long> peers = error.course().peers();
    List<String> names = new ArrayList<>();
    peers.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST)
        .forEach(
            entry ->
                names.add(
                    spelled.apply(entry.getKey())
                        + (peers.size() == 1
                            ? ""
                            : " (" + PoolWords.number(entry.getValue()) + ")")));
    if (peers.size() >= ErrorCourse.MOST_PEERS) {
      return "with " + peers.size() + " or more, such as " + names.get(0);
    }
    return names.isEmpty()
        ? ""
        : "with "
            + String.join(", ", names)
            + (peers.size() > MOST ? " and " + (peers.size() - MOST) + " more" : "");
  }
}
