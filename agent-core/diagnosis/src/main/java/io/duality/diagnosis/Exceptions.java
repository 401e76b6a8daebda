package io.duality.diagnosis;

import io.duality.model.ErrorCourse;
import io.duality.model.ErrorSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** S16: the exceptions around the incident by signature, with their causes. */
final class Exceptions implements Rule {
  private static final int MOST = 5;

  @Override
  public Pattern pattern() {
    return Pattern.S16;
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
    return ErrorWords.all(incident).stream()
        .sorted(
            Comparator.comparing((ErrorSeen error) -> !ErrorWords.unusual(incident, error))
                .thenComparing(Comparator.comparingLong(ErrorSeen::count).reversed()))
        .limit(MOST)
        .map(error -> finding(incident, error))
        .toList();
  }

  private Finding finding(Case incident, ErrorSeen error) {
    String fate = ErrorWords.fate(error);
    List<String> causes = error.causes().stream().map(Words::plain).toList();
    int threads = error.course().threads().size();
    String more = threads >= ErrorCourse.MOST_THREADS ? "at least " : "";
    String with = ErrorPeers.with(error);
    return ErrorWords.found(incident, this, error)
        .sure(0.95)
        .severity(error.fate().equals("ended thread") ? Severity.WARNING : Severity.INFO)
        .says(
            ErrorWords.counted(error)
                + (threads > 1 ? " on " + more + Words.count(threads, "thread") : "")
                + (with.isEmpty() ? "" : ", " + with)
                + (causes.isEmpty() ? "" : ", caused by " + String.join(", caused by ", causes))
                + (fate.isEmpty() ? "" : "; " + fate));
  }
}
