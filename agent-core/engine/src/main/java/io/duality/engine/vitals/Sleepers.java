package io.duality.engine.vitals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the whole process was stopped, told by threads that never run: a stop signal, as a frozen
 * control group, wakes each thread of the process, so that it stops itself, and nothing else does
 * that. A process that only gets no processor leaves them asleep. Asked are the thread that started
 * the JVM, which waits for its end, and one of the JVM's own that waits for what hardly ever
 * happens; a signal such as {@code kill -3} wakes one of them and not both.
 */
final class Sleepers {
  /** How the kernel names that thread of the JVM: it keeps 15 letters. */
  private static final String SECOND = "Notification Th";

  private static final int MOST_THREADS = 200;

  private final SystemFile first;
  private final SystemFile second;
  private long firstRuns = SystemFile.NOTHING;
  private long secondRuns = SystemFile.NOTHING;
  private boolean woken;

  private Sleepers(SystemFile first, SystemFile second) {
    this.first = first;
    this.second = second;
  }

  static Sleepers ofThisProcess() {
    return of(new File("/proc/self"));
  }

  static Sleepers of(File process) {
    File other = named(new File(process, "task"));
    return new Sleepers(
        new SystemFile(new File(process, "schedstat")),
        other == null ? null : new SystemFile(new File(other, "schedstat")));
  }

  private static File named(File tasks) {
    String[] all = tasks.list();
    for (int i = 0; all != null && i < Math.min(all.length, MOST_THREADS); i++) {
      File task = new File(tasks, all[i]);
      if (isSecond(task)) {
        return task;
      }
    }
    return null;
  }

  private static boolean isSecond(File task) {
    try {
      Path name = Path.of(task.getPath(), "comm");
      return Files.readString(name, StandardCharsets.ISO_8859_1).startsWith(SECOND);
    } catch (IOException gone) {
      return false; // a thread that has ended meanwhile
    }
  }

  /** Reads them anew. */
  void read() {
    long before = firstRuns;
    firstRuns = runs(first);
    boolean both = ran(before, firstRuns);
    if (second != null) {
      before = secondRuns;
      secondRuns = runs(second);
      both &= ran(before, secondRuns);
    }
    woken = both;
  }

  /** How often it was given a processor. */
  private static long runs(SystemFile file) {
    return file.read() && file.numbers(3) ? file.taken(2) : SystemFile.NOTHING;
  }

  private static boolean ran(long before, long now) {
    return before < 0 || now < 0 || now > before;
  }

  /** Whether all of them ran between the last two readings, or nobody can know. */
  boolean woken() {
    return woken;
  }

  void close() {
    first.close();
    if (second != null) {
      second.close();
    }
  }
}
