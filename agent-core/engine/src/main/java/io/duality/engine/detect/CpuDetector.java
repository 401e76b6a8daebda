package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.CpuSeen;
import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.EndedWait;
import io.duality.model.PoolSeen;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.Vitals;
import io.duality.model.config.Config;
import io.duality.model.config.Globs;
import io.duality.model.config.Keys;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.VitalKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds threads that run without getting anywhere. A thread is suspected while it uses {@code
 * thread} of a core, or runs without ever waiting on a machine whose processors are all busy; while
 * the process uses {@code process} of all cores and it takes part in that; or while it runs inside
 * a span that is open for longer than {@code for}.
 *
 * <p>It gets somewhere, and is suspected anew from then on, when a wait of it ended, when it
 * allocated more than a trickle, when its span or its task is another one, when it was seen in the
 * system's input and output, or when its stacks lead to more than a few methods. Where no span and
 * no waiting thread says that somebody misses its result, it may be a long computation: it gets
 * {@link #PATIENCE} times as long, and less of a trickle is progress. Work that took as long once
 * and came to its end is known to, and is suspected only when it takes longer still.
 */
final class CpuDetector implements Detector {
  static final int PATIENCE = 6;

  private static final int MOST_SUSPECTS = 8;
  private static final int LEAST_SAMPLES = 3;

  /** Readings that a spinning thread may fall short of its share: others want the core as well. */
  private static final long COOL_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  /** Bytes a second of a thread whose result somebody misses; a loop may create some garbage. */
  private static final long TRICKLE = 256L * 1024;

  /** Of a thread of which nobody knows what it is for. */
  private static final long FEW = 4L * 1024;

  /** The place of threads that use all cores only together. */
  private static final String ALL = "process";

  private static final double FULL = 0.95;
  private static final double TAKES_PART = 0.02;
  private static final double SECOND = 1e9;

  /** Threads that poll without pause by intent, and have nothing to do. */
  private static final Globs POLLING =
      Globs.of("com.lmax.disruptor.*WaitStrategy.waitFor", "org.agrona.concurrent.*IdleStrategy.*");

  private final TriggerSettings rule;
  private final double thread;
  private final double process;
  private final long age;
  private final Globs names;
  private final Globs idleThreads;
  private final Globs idleFrames;
  private final StaleSpans stale;
  private final Map<Long, Spinner> hot = new HashMap<>();
  private final Map<Long, Spinner> slow = new HashMap<>();
  private final Map<Long, ThreadCpu> figures = new HashMap<>();
  private final Ended ended;
  private List<Spinner> chosen = List.of();
  private boolean full;
  private double processCores = -1;
  private boolean ripe;

  CpuDetector(TriggerSettings rule, Config config) {
    this.rule = rule;
    this.thread = rule.get(VitalKeys.THREAD);
    this.process = rule.get(VitalKeys.PROCESS);
    this.age = rule.get(VitalKeys.FOR).toNanos();
    this.names = rule.get(TriggerKeys.NAMES);
    this.idleThreads = config.get(Keys.IDLE_THREADS);
    this.idleFrames = config.get(Keys.IDLE_FRAMES);
    this.stale = new StaleSpans(age);
    this.ended = new Ended(age);
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public List<Long> spinning() {
    return chosen.stream().map(spinner -> spinner.id).toList();
  }

  @Override
  public Set<String> spinningSpans() {
    return stale.wanted();
  }

  @Override
  public boolean absorb(Round round) {
    long now = round.nanos();
    for (EndedWait wait : round.ended()) {
      Spinner spins = hot.get(wait.threadId());
      if (spins != null) {
        ended.add(spins, now);
        spins.progressed(now);
      }
      slow.remove(wait.threadId());
    }
    stale.absorb(round.spans(), now);
    if (round.vitals() == null) {
      return ripe; // a second look may confirm it
    }
    measure(round.vitals(), now);
    chosen =
        hot.isEmpty()
            ? List.of()
            : hot.values().stream()
                .filter(spinner -> now - spinner.since >= age / 2)
                .sorted(Comparator.comparingLong(spinner -> spinner.since - now))
                .limit(MOST_SUSPECTS)
                .toList();
    return !chosen.isEmpty() || !stale.wanted().isEmpty();
  }

  private void measure(Vitals vitals, long now) {
    CpuSeen cpu = vitals.cpu();
    boolean crowded = cpu.cores() > 0 && cpu.machine() >= FULL * cpu.cores();
    // On a full machine nobody gets what it wants; whoever never waits wants a whole core.
    double least = crowded ? TAKES_PART : thread;
    full = cpu.cores() > 0 && cpu.process() >= process * cpu.cores();
    processCores = cpu.process();
    figures.clear();
    for (ThreadCpu each : cpu.threads()) {
      figures.put(each.threadId(), each);
      boolean alone = each.cores() >= least;
      boolean takesPart = full && each.cores() >= TAKES_PART;
      if ((alone || takesPart) && names.matches(each.name()) && !idleThreads.matches(each.name())) {
        Spinner spinner =
            hot.computeIfAbsent(
                each.threadId(),
                id -> new Spinner(id, each.name(), now - Math.max(0, vitals.sinceNanos())));
        spinner.hotAt = now;
        spinner.alone = alone;
        spinner.crowded = crowded && each.cores() < thread;
        spinner.measured(each, vitals.sinceNanos());
        if (moves(each, vitals.sinceNanos(), missed(spinner) ? TRICKLE : FEW)) {
          spinner.progressed(now);
        }
      }
    }
    long cool = Math.max(COOL_NANOS, 2 * Math.max(0, vitals.sinceNanos()));
    hot.values().removeIf(spinner -> now - spinner.hotAt > cool);
  }

  private static boolean moves(ThreadCpu figures, long elapsed, long bytesASecond) {
    return figures.waits() > 0 || figures.allocatedBytes() > bytesASecond * (elapsed / SECOND);
  }

  /** Whether somebody misses what the thread should bring about. */
  private static boolean missed(Spinner spinner) {
    return spinner.trace() != null || spinner.behind > 0 || spinner.shown == null;
  }

  @Override
  public List<Alarm> look(View view) {
    List<Spinner> found = new ArrayList<>();
    for (Spinner spinner : chosen) {
      look(view, spinner);
      long patience = Math.max(missed(spinner) ? age : PATIENCE * age, ended.patience(spinner));
      if (spinner.frames.samples() >= LEAST_SAMPLES
          && spinner.frames.settled()
          && view.nanos() - spinner.since >= patience
          && spinner.shown != null) {
        found.add(spinner);
      }
    }
    if (!together(found)) {
      found.removeIf(spinner -> !spinner.alone);
    }
    tries(view, found);
    ripe = !found.isEmpty();
    boolean all = found.size() > 1 && together(found);
    Map<String, List<Spinner>> groups = new LinkedHashMap<>();
    for (Spinner spinner : found) {
      spinner.together = all;
      String place = all ? ALL : SpinWords.place(spinner);
      groups.computeIfAbsent(place, key -> new ArrayList<>()).add(spinner);
    }
    List<Alarm> alarms = new ArrayList<>();
    groups.forEach((place, group) -> alarms.add(alarm(view, place, group)));
    return alarms;
  }

  /** Whether those that get nowhere use most of what the process uses of all cores. */
  private boolean together(List<Spinner> found) {
    double sum = 0;
    for (Spinner spinner : found) {
      sum += spinner.cores;
    }
    return full && 2 * sum >= processCores;
  }

  private void look(View view, Spinner spinner) {
    Long carried = view.look().carried().get(spinner.id);
    ThreadSeen seen = view.graph().thread(carried == null ? spinner.id : carried);
    if (seen == null || seen.frames().isEmpty()) {
      return;
    }
    if (view.graph().mainWait(seen.id()) != null || polls(seen)) {
      spinner.progressed(view.nanos());
      return;
    }
    spinner.behind = view.graph().behind(seen.id()).size();
    if (spinner.otherWork(seen, taskOf(view, spinner.id))) {
      ended.add(spinner, view.nanos());
    }
    spinner.look(seen, taskOf(view, spinner.id), view.nanos());
  }

  private boolean polls(ThreadSeen seen) {
    for (StackTraceElement frame : seen.frames()) {
      String method = frame.getClassName() + "." + frame.getMethodName();
      if (idleFrames.matches(method) || POLLING.matches(method)) {
        return true;
      }
    }
    return false;
  }

  private static long taskOf(View view, long id) {
    for (PoolSeen pool : view.look().pools()) {
      for (TaskSeen task : pool.tasks()) {
        if (task.threadId() == id) {
          return task.startedNanos();
        }
      }
    }
    return Long.MIN_VALUE;
  }

  /** Threads that use little, and yet run in the same frames while their span is open for long. */
  private void tries(View view, List<Spinner> found) {
    Set<String> wanted = stale.wanted();
    if (wanted.isEmpty()) {
      slow.clear();
      return;
    }
    Set<Long> carry = new java.util.HashSet<>();
    for (ThreadSeen seen : view.look().threads()) {
      boolean runs =
          seen.state() == Thread.State.RUNNABLE
              && seen.trace() != null
              && wanted.contains(seen.trace().spanId())
              && !seen.frames().isEmpty()
              && !hot.containsKey(seen.id())
              && view.graph().mainWait(seen.id()) == null
              && SpinWords.runs(seen.frames().get(0))
              && names.matches(seen.name());
      if (runs && !idleThreads.matches(seen.name()) && !polls(seen)) {
        carry.add(seen.id());
        Spinner spinner =
            slow.computeIfAbsent(seen.id(), id -> new Spinner(id, seen.name(), view.nanos()));
        tried(view, spinner, seen, found);
      }
    }
    slow.keySet().retainAll(carry);
    stale.looked(view.nanos(), slow.values());
  }

  private void tried(View view, Spinner spinner, ThreadSeen seen, List<Spinner> found) {
    ThreadCpu measured = figures.get(seen.id());
    spinner.known = false;
    if (measured != null) {
      spinner.measured(measured, 0);
      if (moves(measured, (long) SECOND, TRICKLE)) {
        spinner.progressed(view.nanos());
      }
    }
    spinner.behind = view.graph().behind(seen.id()).size();
    spinner.look(seen, taskOf(view, seen.id()), view.nanos());
    if (spinner.frames.samples() >= LEAST_SAMPLES
        && spinner.frames.settled()
        && view.nanos() - spinner.since >= age / 2
        && (spinner.frames.tries() || measured != null)) {
      found.add(spinner);
    }
  }

  private Alarm alarm(View view, String place, List<Spinner> group) {
    Spinner first = group.get(0);
    List<Long> ids = new ArrayList<>();
    List<String> spans = new ArrayList<>();
    Set<String> subjects = new java.util.LinkedHashSet<>();
    for (Spinner spinner : group) {
      ids.add(spinner.shown.id());
      subjects.add("spinner " + spinner.shown.id());
      if (spinner.trace() != null && spinner.trace().spanName() != null) {
        spans.add(spinner.trace().spanName());
      }
    }
    int behind = 0;
    for (Spinner spinner : group) {
      for (long id : view.graph().behind(spinner.shown.id())) {
        if (!ids.contains(id)) {
          ids.add(id);
          behind++;
        }
      }
    }
    return new Alarm(
        "cpu",
        Signatures.of("cpu", List.of(place, Signatures.masked(first.name))),
        SpinWords.condition(first, hot.containsKey(first.id), thread, process, age),
        SpinWords.observed(first, view.nanos()),
        SpinWords.sentence(group, view.nanos()),
        Blame.thread(first.shown.id()),
        ids,
        group.size() + behind,
        spans.stream().distinct().toList(),
        subjects);
  }
}
