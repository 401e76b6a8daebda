package io.duality.engine.detect;

import io.duality.model.Alarm;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Watches one kind of trouble for one trigger. What it remembers from one look to the next is its
 * own; it has no clock and no input but what it is given, so that the same looks always make the
 * same alarms. For one thread.
 */
interface Detector {
  /** The trigger that its alarms are for. */
  String trigger();

  /**
   * Takes over what a round knows without a look; comes first in every round.
   *
   * @return whether it wants a look in this round although nothing may wait
   */
  default boolean absorb(Round round) {
    return false;
  }

  /**
   * Says that looks and readings come at least so far apart for now, because they are dear or the
   * agent spares: what counts on seeing something again soon waits that much longer. Comes before
   * {@link #absorb}.
   */
  default void pace(long nanos) {}

  /** What it suspects, at most one alarm per signature. */
  List<Alarm> look(View view);

  /** No look was taken in this round: nothing waits and nothing is queued. */
  default void nothing() {}

  /**
   * What somebody should be told once, such as that nothing has a declared name; then forgotten.
   */
  default List<String> remarks() {
    return List.of();
  }

  /** The memory that grows, the alarms' and what is not enough for one yet. */
  default List<GrowthSuspect> growing() {
    return List.of();
  }

  /** When its trigger fired last in an earlier process, as the ledger knows it. */
  default void recall(Instant fired) {}

  /** Threads whose stacks the next look should show although they do not wait. */
  default List<Long> spinning() {
    return List.of();
  }

  /** Spans whose running threads the next look should show likewise. */
  default Set<String> spinningSpans() {
    return Set.of();
  }

  /** Whether it suspects something that the next looks should follow closely. */
  default boolean suspicious() {
    return false;
  }
}
