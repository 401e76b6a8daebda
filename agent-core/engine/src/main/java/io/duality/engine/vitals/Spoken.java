package io.duality.engine.vitals;

import io.duality.boot.Said;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which of what was thrown a log line tells of in its words alone: one that the same thread wrote
 * soon after, with the exception's message or the name of its class in it. What another thread
 * wrote is no proof of that, but nobody is said to hide what somebody has put into words. Messages
 * are compared and forgotten. Filled by the recorder's stream and by the watch.
 */
final class Spoken {
  /** The recorder's clock is not quite that of the hooks. */
  private static final long EARLIER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Who hands a failure over to another thread, which tells of it, takes a little longer. */
  private static final long HANDED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So many words of other threads are compared in a round; the rest is left open. */
  private static final int MOST_COMPARED = 20_000;

  /** What the recorder tells comes up to two seconds late. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MOST = 4_096;

  /** So many that were judged may still be whom a line is about. */
  private static final int PAST = 64;

  /** Shorter messages stand in many lines. */
  private static final int LEAST = 3;

  /** What became known of one that was thrown. */
  enum Told {
    NOT,
    /** Another thread wrote the same words: nobody knows whether they are about this one. */
    MAYBE,
    BY_ITSELF
  }

  private record Throwing(
      ErrorRow row, long nanos, long threadId, String name, String className, String message) {
    boolean near(Line line) {
      return line.nanos >= nanos - EARLIER_NANOS && line.nanos <= nanos + LATER_NANOS;
    }

    boolean saidIn(Line line) {
      return message != null && message.length() >= LEAST && line.words.contains(message);
    }

    boolean mayBeIn(Line line) {
      long later = line.nanos - nanos;
      return later >= -EARLIER_NANOS
          && later <= HANDED_NANOS
          && (message == null ? line.words.contains(className) : saidIn(line));
    }
  }

  private record Line(long nanos, String words) {}

  private final Deque<Throwing> thrown = new ArrayDeque<>();
  private final Deque<Throwing> past = new ArrayDeque<>();
  private final Map<Long, Deque<Line>> lines = new HashMap<>();
  private final ErrorTable table;
  private int kept;
  private int compared;
  private long lost;

  /** The last time when a line may have been missed. */
  private long deafAt = Long.MIN_VALUE;

  /** Until when what is said is listened to. */
  private long until;

  private boolean open;

  /** When the recorder ended to write down what is thrown. */
  private long closedAt = Long.MAX_VALUE;

  Spoken(ErrorTable table) {
    this.table = table;
  }

  /** The recorder begins or ends to write down what is thrown; lines come a little later. */
  synchronized void listen(boolean begin, long now) {
    open = begin;
    closedAt = begin ? Long.MAX_VALUE : now;
    until = now + SETTLED_NANOS;
    if (begin) {
      Said.listen(true);
    }
  }

  /** One that the recorder saw, and a log line may tell of. */
  synchronized void thrown(ErrorRow row, Arrival arrival, String message) {
    if (row == null) {
      return;
    }
    table.asked(row); // and never answered where there is no room for one more
    if (thrown.size() < MOST) {
      String name = arrival.className();
      String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
      thrown.addLast(new Throwing(row, arrival.nanos(), arrival.threadId(), simple, name, message));
    }
  }

  /** Takes what was said since, and judges what was thrown long enough ago. */
  synchronized void read(long now) {
    Said.drain(
        new Said.Reader() {
          @Override
          public void take(long nanos, long threadId, String words) {
            said(nanos, threadId, words);
          }
        });
    if (Said.lost() > lost) {
      lost = Said.lost();
      deafAt = now;
    }
    if (!open && now - until > 0) {
      Said.listen(false);
    }
    compared = 0;
    while (!thrown.isEmpty() && now - thrown.peekFirst().nanos() > SETTLED_NANOS) {
      Throwing first = thrown.removeFirst();
      Told told = told(first);
      past.addLast(first);
      if (past.size() > PAST) {
        past.removeFirst();
      }
      boolean open = told == Told.NOT && (first.nanos() <= deafAt || compared >= MOST_COMPARED);
      if (!open) { // else nobody can say that no line told of it
        table.settled(first.row(), told);
      }
    }
    for (Iterator<Deque<Line>> each = lines.values().iterator(); each.hasNext(); ) {
      Deque<Line> its = each.next();
      while (!its.isEmpty() && now - its.peekFirst().nanos() > 2 * SETTLED_NANOS) {
        its.removeFirst();
        kept--;
      }
      if (its.isEmpty()) {
        each.remove();
      }
    }
  }

  /** Some words that a thread gave a logger. */
  synchronized void said(long nanos, long threadId, String words) {
    if (kept < MOST) {
      kept++;
      lines.computeIfAbsent(threadId, id -> new ArrayDeque<>()).addLast(new Line(nanos, words));
    } else {
      deafAt = nanos;
    }
  }

  private Told told(Throwing throwing) {
    for (Line line : lines.getOrDefault(throwing.threadId(), new ArrayDeque<>())) {
      if (throwing.near(line) && (throwing.saidIn(line) || alone(throwing, line))) {
        return Told.BY_ITSELF;
      }
    }
    return throwing.row().mayBeTold() || maybe(throwing) ? Told.MAYBE : Told.NOT;
  }

  /** Whether another thread wrote its words; one such line is enough for all of its signature. */
  private boolean maybe(Throwing throwing) {
    for (Map.Entry<Long, Deque<Line>> each : lines.entrySet()) {
      if (each.getKey() != throwing.threadId()) {
        for (Line line : each.getValue()) {
          if (compared >= MOST_COMPARED) {
            return false;
          }
          compared++;
          if (throwing.mayBeIn(line)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether a line that names only its class can be about no other. */
  private boolean alone(Throwing throwing, Line line) {
    if (!line.words.contains(throwing.name) || line.nanos > closedAt) {
      return false; // behind the window others are thrown unseen
    }
    return nobodyCloser(thrown, throwing, line) && nobodyCloser(past, throwing, line);
  }

  /**
   * Many share a class and a thread: a line is about the one whose message it has, else about the
   * one that was thrown closest to it.
   */
  private static boolean nobodyCloser(Iterable<Throwing> others, Throwing throwing, Line line) {
    long distance = Math.abs(throwing.nanos - line.nanos);
    for (Throwing other : others) {
      if (other.threadId == throwing.threadId && other.name.equals(throwing.name)) {
        boolean its = other.near(line) && other.saidIn(line);
        if (its || Math.abs(other.nanos - line.nanos) < distance) {
          return false;
        }
      }
    }
    return true;
  }
}
