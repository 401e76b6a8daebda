package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.RetrySeen;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is said of threads that run into the same error in a loop. */
public final class Retries {
  /** Classes of exceptions that come from somebody who was asked. */
  private static final Pattern ASKS =
      Pattern.compile(".*(java\\.net\\.|Timeout|Connect|SQL|IOException|Remote|Unavailable).*");

  private Retries() {}

  /** Whether such errors come from somebody who was asked. */
  public static boolean asksOthers(ErrorSeen error) {
    List<String> names = new ArrayList<>(error.causes());
    names.add(error.className());
    return names.stream().anyMatch(name -> ASKS.matcher(name).matches());
  }

  /**
   * {@code thread poller tries to reach tcp 10.0.0.5:5432 48/s without a pause that grows}. Where
   * nobody knows whom it asks, it may work on another item each time.
   */
  public static String sentence(RetrySeen retry, String rate) {
    boolean one = retry.threads() <= 1;
    String who =
        one
            ? "thread " + Words.plain(retry.thread())
            : retry.threads() + " threads such as " + Words.plain(retry.thread());
    String what =
        retry.peer().isEmpty()
            ? one ? " runs into the same error " : " run into the same error "
            : (one ? " tries to reach " : " try to reach ") + Words.plain(retry.peer()) + " ";
    return who + what + rate + " without a pause that grows";
  }

  /** {@code 312 tries since 03:07:36.183, one in 20 ms}. */
  static String course(Case incident, RetrySeen retry) {
    return PoolWords.number(retry.tries())
        + " tries "
        + (retry.threads() <= 1 ? "" : "of it alone ")
        + "since "
        + Words.time(incident.graph().look().wall(retry.sinceNanos()))
        + "Z, one in "
        + Words.duration(retry.periodNanos());
  }
}
