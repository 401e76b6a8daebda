package io.duality.engine.observe;

import java.lang.ref.WeakReference;

/**
 * What looks and glances remember of a pool or queue from one to the next: figures and hashes only,
 * and the object itself weakly.
 */
final class Tracked extends WeakReference<Object> {
  /** No instant. */
  static final long NONE = Long.MIN_VALUE;

  /** After so many glances that found more than the one before, growth is no accident. */
  private static final int STEADY = 4;

  private static final long LONG = 10_000;

  final int hash;

  /** When it was last counted one by one. */
  long walkedAt;

  /** Under which name it was told apart from others, or null before that. */
  String name;

  private int headHash;
  private int headClass;
  private long headSince = NONE;
  private long depthAtHead;
  private long highWater;
  private long before;
  private int stands;
  private int grows;

  Tracked(Object object) {
    super(object);
    hash = System.identityHashCode(object);
  }

  /**
   * Notes what is at the head now.
   *
   * @param head the first element; null when there is none, or its class is not known
   * @return whether it was there before
   */
  boolean head(Object head, long depth, long now) {
    reaches(depth);
    if (head == null) {
      headSince = NONE;
      return false;
    }
    int identity = System.identityHashCode(head);
    int type = System.identityHashCode(head.getClass());
    boolean same = headSince != NONE && identity == headHash && type == headClass;
    if (!same) {
      headHash = identity;
      headClass = type;
      headSince = now;
      depthAtHead = depth;
    }
    return same;
  }

  /** Since when the same element has been seen at the head, or {@link #NONE}. */
  long headSince() {
    return headSince;
  }

  /** Whether further elements came while the first one stayed: it is not only kept there. */
  boolean moreCame(long depth) {
    return headSince != NONE && depth > depthAtHead;
  }

  /** Notes how much it holds. */
  void reaches(long depth) {
    highWater = Math.max(highWater, depth);
  }

  /** How much the last glance found in it. */
  long depth() {
    return before;
  }

  long highWater() {
    return highWater;
  }

  /**
   * Whether tasks wait for workers: two glances in a row found some, and at the second no fewer or
   * the same first one; from then on as long as any wait.
   */
  boolean tasksWait(Object head, long depth, long now) {
    boolean same = head(head, depth, now);
    if (depth <= 0) {
      stands = 0;
    } else if (stands < 2) {
      stands = before > 0 && (same || depth >= before) ? 2 : 1;
    }
    before = depth;
    return stands == 2;
  }

  /** Whether a queue or collection has grown for some glances, most of the time. */
  boolean grows(Object head, long depth, long now) {
    head(head, depth, now);
    if (depth > before && before >= 0) {
      grows = Math.min(2 * STEADY, grows + 1);
    } else {
      grows = Math.max(0, grows - (depth < before ? 2 : 1));
    }
    before = depth;
    return isGrowing();
  }

  /** What {@link #grows} said last. */
  boolean isGrowing() {
    return before > 0 && grows >= STEADY;
  }

  /** Whether so much was in it that counting it one by one is dear. */
  boolean isLong() {
    return before > LONG;
  }
}
