package io.duality.diagnosis;

import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import io.duality.model.TraceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A pool of a made-up look, in the making. Times are ages before the dump. */
final class PoolDraft {
  private final String key;
  private final List<Long> workers = new ArrayList<>();
  private final List<TaskSeen> tasks = new ArrayList<>();
  private String library = "jdk";
  private String queueClass = "java.util.concurrent.LinkedBlockingQueue";
  private String queueKey;
  private long limit = PoolSeen.UNKNOWN;
  private int busy = -1;
  private int blocked = -1;
  private long depth;
  private long capacity = PoolSeen.UNBOUNDED;
  private long headAgeMillis;
  private PoolSeen.Counters counters = PoolSeen.Counters.NONE;
  private PoolSeen.Delays delays = PoolSeen.Delays.NONE;
  private PoolSeen.Phase phase = PoolSeen.Phase.RUNNING;

  PoolDraft(String key) {
    this.key = key;
  }

  PoolDraft(PoolSeen from) {
    key = from.resourceKey();
    workers.addAll(from.workers());
    tasks.addAll(from.tasks());
    library = from.library();
    queueClass = from.queueClass();
    queueKey = from.queueKey();
    limit = from.limit();
    busy = from.busy();
    blocked = from.blocked();
    depth = from.depth();
    capacity = from.capacity();
    headAgeMillis = from.headAgeNanos() / 1_000_000;
    counters = from.counters();
    delays = from.delays();
    phase = from.phase();
  }

  PoolDraft library(String name) {
    library = name;
    return this;
  }

  /** As many as may work, and who does. */
  PoolDraft workers(long most, long first, long last) {
    limit = most;
    LongStream.rangeClosed(first, last).forEach(workers::add);
    return this;
  }

  PoolDraft most(long workersAtMost) {
    limit = workersAtMost;
    return this;
  }

  PoolDraft worker(long id) {
    workers.add(id);
    return this;
  }

  PoolDraft busy(int all, int waiting) {
    busy = all;
    blocked = waiting;
    return this;
  }

  PoolDraft queue(String resource, long room) {
    queueKey = resource;
    capacity = room;
    return this;
  }

  PoolDraft queueClass(String name) {
    queueClass = name;
    return this;
  }

  PoolDraft queued(long tasksThere, long firstForMillis) {
    depth = tasksThere;
    headAgeMillis = firstForMillis;
    return this;
  }

  PoolDraft counted(long submitted, long started, long completed) {
    counters = new PoolSeen.Counters(submitted, started, completed, 0, 0);
    return this;
  }

  PoolDraft delayed(long count, long medianMillis, long p99Millis, long maxMillis) {
    delays =
        new PoolSeen.Delays(
            count, medianMillis * 1_000_000, p99Millis * 1_000_000, maxMillis * 1_000_000);
    return this;
  }

  PoolDraft phase(PoolSeen.Phase now) {
    phase = now;
    return this;
  }

  PoolDraft runs(String type, long thread, long submitted, long started, TraceRef submitter) {
    return task(type, thread, submitted, started, submitter, null, -1);
  }

  PoolDraft waits(String type, long submitted, TraceRef submitter, String future, int position) {
    return task(type, TaskSeen.NOBODY, submitted, -1, submitter, future, position);
  }

  PoolDraft task(
      String type,
      long thread,
      long submitted,
      long started,
      TraceRef submitter,
      String future,
      int position) {
    tasks.add(
        new TaskSeen(type, thread, ago(submitted), ago(started), submitter, future, position));
    return this;
  }

  private static long ago(long millis) {
    return millis < 0 ? TaskSeen.UNKNOWN_TIME : Scene.NOW - millis * 1_000_000;
  }

  PoolSeen seen() {
    return new PoolSeen(
        key,
        library,
        limit,
        workers,
        busy < 0 ? workers.size() : busy,
        blocked < 0 ? workers.size() : blocked,
        queueKey,
        queueClass,
        depth,
        capacity,
        headAgeMillis * 1_000_000,
        counters,
        delays,
        tasks,
        phase);
  }
}
