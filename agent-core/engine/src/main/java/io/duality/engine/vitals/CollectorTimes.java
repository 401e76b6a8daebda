package io.duality.engine.vitals;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processor time of the collector's threads, which no bean tells: where the system lists the
 * threads of a process with their names. For one thread.
 */
final class CollectorTimes {
  /** The collector begins and ends threads of its own, but seldom. */
  private static final long LIST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final int MOST_THREADS = 2_000;

  private static final List<String> NAMES =
      List.of("GC Thread", "G1 ", "ZWorker", "ZDriver", "ZDirector", "Shenandoah", "ParGC");

  private final File tasks;
  private List<SystemFile> known = new ArrayList<>();
  private long listedAt = Long.MIN_VALUE;
  private boolean everListed;
  private long ended;
  private long[] last = {};

  CollectorTimes() {
    this(new File("/proc/self/task"));
  }

  CollectorTimes(File tasks) {
    this.tasks = tasks;
  }

  /** Since the process began, or at least since the first call; -1 when nobody lists threads. */
  long nanos(long now) {
    if (listedAt == Long.MIN_VALUE || now - listedAt > LIST_NANOS) {
      listedAt = now;
      list();
    }
    if (known.isEmpty()) {
      return -1;
    }
    long sum = ended;
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i).read()) {
        last[i] = known.get(i).number(0);
      }
      sum += last[i];
    }
    return sum;
  }

  private void list() {
    String[] ids = tasks.list();
    boolean many = ids != null && ids.length > MOST_THREADS;
    if (ids == null || (many && everListed)) {
      return;
    }
    everListed = true;
    if (many) { // the collector's began with the process: they are among the first
      Arrays.sort(
          ids, Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
      ids = Arrays.copyOf(ids, MOST_THREADS);
    }
    long before = ended;
    for (long each : last) {
      before += each;
    }
    known.forEach(SystemFile::close);
    known = new ArrayList<>();
    for (String id : ids) {
      SystemFile name = new SystemFile(new File(tasks, id + "/comm"));
      if (name.read() && NAMES.stream().anyMatch(name.text()::startsWith)) {
        known.add(new SystemFile(new File(tasks, id + "/schedstat")));
      }
      name.close();
    }
    long sum = 0;
    last = new long[known.size()];
    for (int i = 0; i < last.length; i++) {
      last[i] = known.get(i).read() ? Math.max(0, known.get(i).number(0)) : 0;
      sum += last[i];
    }
    ended = Math.max(0, before - sum); // what threads used that have ended since
  }

  void close() {
    known.forEach(SystemFile::close);
    known = List.of();
    last = new long[0];
  }
}
