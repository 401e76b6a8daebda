package io.duality.engine.detect;

import io.duality.model.SpanSeen;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Spans that are open for so long that the thread which works for them is worth a look. Many spans
 * are: those whose thread was not found running in a few looks are left alone for a while.
 */
final class StaleSpans {
  private static final int MOST = 32;
  private static final int LOOKS = 4;
  private static final long ALONE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Rounds name the open spans every few seconds. */
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final long age;
  private final Map<String, Stale> spans = new HashMap<>();
  private Set<String> wanted = Set.of();

  private static final class Stale {
    long namedAt;
    long aloneUntil = Long.MIN_VALUE;
    int looks;
  }

  StaleSpans(long age) {
    this.age = age;
  }

  void absorb(List<SpanSeen> open, long now) {
    for (SpanSeen span : open) {
      if (now - span.sinceNanos() >= age
          && (spans.size() < MOST || spans.containsKey(span.spanId()))) {
        spans.computeIfAbsent(span.spanId(), id -> new Stale()).namedAt = now;
      }
    }
    spans.values().removeIf(stale -> now - stale.namedAt > FORGET_NANOS);
    wanted = new HashSet<>();
    spans.forEach(
        (id, stale) -> {
          if (stale.aloneUntil == Long.MIN_VALUE || now - stale.aloneUntil > 0) {
            wanted.add(id);
          }
        });
  }

  /** Whose threads the next look should show. */
  Set<String> wanted() {
    return wanted;
  }

  /** A look was taken, and these threads were found running for them. */
  void looked(long now, Collection<Spinner> running) {
    Set<String> found = new HashSet<>();
    for (Spinner spinner : running) {
      if (spinner.trace() != null) {
        found.add(spinner.trace().spanId());
      }
    }
    for (String id : wanted) {
      Stale stale = spans.get(id);
      if (stale != null) {
        stale.looks = found.contains(id) ? 0 : stale.looks + 1;
        if (stale.looks >= LOOKS) {
          stale.looks = 0;
          stale.aloneUntil = now + ALONE_NANOS;
        }
      }
    }
  }
}
