package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** T11: whether errors concentrate on a thread or pool, or are everywhere. */
final class ErrorDistribution implements Rule {
  private static final int LEAST = 10;
  private static final int MOST = 5;
  private static final int NAMED = 3;

  @Override
  public Pattern pattern() {
    return Pattern.T11;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return ErrorWords.blind(incident);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (ErrorSeen error : ErrorWords.all(incident)) {
      if (error.count() >= LEAST && ErrorWords.unusual(incident, error) && findings.size() < MOST) {
        String where = where(incident, error);
        if (where != null) {
          findings.add(finding(incident, error, where));
        }
      }
    }
    return findings;
  }

  private Finding finding(Case incident, ErrorSeen error, String where) {
    return ErrorWords.found(incident, this, error)
        .sure(error.sampled() ? 0.7 : 0.9)
        .severity(Severity.INFO)
        .says(ErrorWords.counted(error) + ": " + where);
  }

  private static String where(Case incident, ErrorSeen error) {
    Spread pools = Spread.of(error.course().pools());
    if (pools != null
        && error.course().pools().size() < ErrorCourse.MOST_THREADS
        && !pools.concentration().isEmpty()) {
      return concentrated(pools, "pool");
    }
    if (error.course().threads().size() >= ErrorCourse.MOST_THREADS) {
      return null; // of further threads nobody counted any
    }
    Map<String, Long> counts = withPeers(incident, error);
    Spread threads = Spread.of(counts);
    if (threads == null) {
      return counts.size() == 1 ? "all on " + Words.plain(counts.keySet().iterator().next()) : null;
    }
    return threads.concentration().isEmpty()
        ? threads.even()
            ? "evenly spread over "
                + Words.count(counts.size(), "thread")
                + ": what they share is at fault, not one of them"
            : null
        : concentrated(threads, "thread");
  }

  private static String concentrated(Spread spread, String noun) {
    List<String> where = spread.concentration();
    return Math.round(100 * spread.share(where))
        + " % of them on "
        + Words.some(where.stream().map(Words::plain).toList(), NAMED)
        + " of "
        + Words.count(spread.counts().size(), noun)
        + " that could have them";
  }

  /** The threads that had some, and those of the same kind that had none. */
  private static Map<String, Long> withPeers(Case incident, ErrorSeen error) {
    Map<String, Long> counts = new LinkedHashMap<>(error.course().threads());
    Set<String> kinds = Set.copyOf(counts.keySet().stream().map(Words::mask).toList());
    for (ThreadSeen thread : incident.evidence().dumpLook().threads()) {
      if (kinds.contains(Words.mask(thread.name()))) {
        counts.putIfAbsent(thread.name(), 0L);
      }
    }
    return counts;
  }
}
