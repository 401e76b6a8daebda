package io.duality.engine.observe;

import io.duality.boot.TaskNotes;
import io.duality.boot.TaskNotes.Note;
import io.duality.engine.context.Contexts;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.TaskEvent;
import io.duality.model.TaskEvent.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lately happened to tasks and pools that is worth remembering: the last {@link #MOST} of
 * {@link #WINDOW_NANOS}. One thread drains; any thread may ask.
 */
public final class TaskEvents {
  /** How far back they go, in nanoseconds. */
  public static final long WINDOW_NANOS = 300_000_000_000L;

  /** How many are kept. */
  public static final int MOST = 1024;

  private static final int MOST_NAMES = 1 << 12;

  private final ArrayDeque<TaskEvent> events = new ArrayDeque<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Contexts contexts;

  /** From the start of the hooks: what happened before the first look is told too. */
  private long next;

  private long absent = -1;
  private long lost;

  /** How many events were drained so far, those that are no longer kept included. */
  private long taken;

  /**
   * @param contexts knows the names of spans
   */
  TaskEvents(Contexts contexts) {
    this.contexts = contexts;
  }

  /** Takes events in their order, each once. */
  public final class Reader {
    private long read;

    private Reader() {}

    /** The events since the last call, as far as they are still kept. */
    public List<TaskEvent> take() {
      synchronized (TaskEvents.this) {
        List<TaskEvent> fresh = new ArrayList<>();
        Iterator<TaskEvent> newest = events.descendingIterator();
        for (long number = taken; number > read && newest.hasNext(); number--) {
          fresh.add(0, newest.next());
        }
        read = taken;
        return fresh;
      }
    }
  }

  /** A reader that begins with the oldest event that is kept. */
  public Reader reader() {
    return new Reader();
  }

  /**
   * Takes over what was noted since the last call.
   *
   * @param nowNanos {@code System.nanoTime}
   */
  public synchronized void drain(long nowNanos) {
    long end = TaskNotes.next();
    long missed = Math.max(0, end - TaskNotes.CAPACITY - next);
    next += missed;
    for (; next < end; next++) {
      Note note = TaskNotes.get(next);
      if (note != null) {
        take(note);
      } else if (TaskNotes.next() - next < TaskNotes.CAPACITY && next != absent) {
        absent = next; // its writer has the number and not yet the note: the next call waits for it
        break;
      } else {
        missed++;
      }
    }
    lost += missed;
    while (!events.isEmpty() && events.peekFirst().nanos() - (nowNanos - WINDOW_NANOS) < 0) {
      events.removeFirst();
    }
  }

  private void take(Note note) {
    if (note.threadName.startsWith(PlatformThreads.OWN)) {
      return;
    }
    if (events.size() >= MOST) {
      events.removeFirst();
    }
    String key = Resources.key(ResourceKind.POOL, note.poolClass, note.poolIdentity);
    events.addLast(
        new TaskEvent(
            key,
            name(key, note),
            TaskNames.named(note.className),
            phase(note.phase),
            note.nanos,
            note.queueNanos,
            note.runNanos,
            note.threadId,
            note.threadName,
            contexts.reference(note.trace),
            detail(note)));
    taken++;
  }

  /** As looks call it; before any look, as its own name or that of its worker tells. */
  private String name(String key, Note note) {
    Object pool = note.pool();
    String given = pool == null ? null : PoolNames.given(pool);
    String known = given != null ? "pool " + given : names.get(key);
    if (known != null) {
      return known;
    }
    return note.phase == TaskNotes.COMPLETED
            || note.phase == TaskNotes.FAILED
            || note.phase == TaskNotes.STOPPED
        ? "pool " + PoolNames.trimmed(note.threadName)
        : "pool "
            + note.poolClass.substring(note.poolClass.lastIndexOf('.') + 1)
            + '@'
            + Integer.toHexString(note.poolIdentity);
  }

  /** Learns how a look calls its pools. */
  synchronized void named(LookBuilder look) {
    if (names.size() >= MOST_NAMES) {
      names.clear(); // mostly names of pools that are gone
    }
    for (Resource resource : look.resources.all()) {
      if (resource.kind() == ResourceKind.POOL) {
        names.put(resource.key(), resource.name());
      }
    }
  }

  private static Phase phase(int code) {
    return switch (code) {
      case TaskNotes.FAILED -> Phase.FAILED;
      case TaskNotes.REJECTED -> Phase.REJECTED;
      case TaskNotes.CANCELLED -> Phase.CANCELLED;
      case TaskNotes.STOPPED -> Phase.STOPPED;
      case TaskNotes.RESIZED -> Phase.RESIZED;
      case TaskNotes.SHUTDOWN -> Phase.SHUTDOWN;
      case TaskNotes.ABANDONED -> Phase.ABANDONED;
      default -> Phase.COMPLETED;
    };
  }

  private static String detail(Note note) {
    int[] numbers = note.numbers;
    if (note.phase == TaskNotes.RESIZED && numbers != null) {
      return "core "
          + numbers[0]
          + " to "
          + numbers[1]
          + ", maximum "
          + numbers[2]
          + " to "
          + numbers[3];
    }
    if (note.phase == TaskNotes.ABANDONED && numbers != null) {
      return numbers[0] + (numbers[0] == 1 ? " task" : " tasks");
    }
    return note.detail;
  }

  /** What happened within the window, oldest first. */
  public synchronized List<TaskEvent> recent() {
    return List.copyOf(events);
  }

  /** How many were overwritten before they could be taken. */
  public synchronized long lost() {
    return lost;
  }
}
