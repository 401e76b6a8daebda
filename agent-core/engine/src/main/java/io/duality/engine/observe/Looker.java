package io.duality.engine.observe;

import io.duality.boot.Peek;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.Libraries;
import io.duality.model.ActiveTraces;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes looks at the process, for the watch thread alone. A {@link #glance} is cheap, allocates
 * nothing and says whether a {@link #look} is worth its price. Nothing of the application is kept
 * from one look to the next but names and stack frames. Neither calls a method of the application.
 */
public final class Looker {
  private final Contexts contexts;
  private final PlatformThreads platform = new PlatformThreads();
  private final ThreadBean bean = new ThreadBean();
  private final Settled settled = new Settled();
  private final Connections connections;
  private final RowLocks rowLocks;
  private final SlotWaits slots;
  private final SampledWaits sampled;
  private final SampledAgain sampledAgain = new SampledAgain(platform, bean);
  private final NativeWaits natives;
  private final Stacks stacks;
  private final ClassInits inits;
  private final VirtualMonitors monitors = new VirtualMonitors(platform);
  private final Backlogs backlogs = new Backlogs(platform);
  private final Pools pools;
  private final Pins pins = new Pins();
  private final Hands hands = new Hands();
  private final Queues queues = new Queues(backlogs, hands);
  private final TaskEvents taskEvents;
  private final TaskEvents.Reader sinceLook;
  private final StackConsumers consumers = new StackConsumers(platform, bean);
  private final LibraryFigures libraries;
  private final Suspects suspects;
  private volatile LookSettings settings;
  private Map<Long, TraceRef> traces = new HashMap<>();
  private final TraceIds ids = new TraceIds();
  private long number;

  /**
   * @param contexts reads the threads' trace contexts
   * @param libraries finds the pools that libraries bring
   * @param settings may be replaced later by {@link #configure}
   */
  public Looker(Contexts contexts, Libraries libraries, LookSettings settings) {
    this.contexts = contexts;
    this.libraries = new LibraryFigures(libraries, platform, bean);
    this.suspects = new Suspects(contexts, platform);
    this.pools = new Pools(backlogs, contexts, libraries.labels());
    this.settings = settings;
    this.connections = new Connections(contexts, libraries);
    this.rowLocks = new RowLocks(libraries.transactions());
    this.slots = new SlotWaits(contexts, connections);
    this.sampled = new SampledWaits(contexts, platform, bean);
    this.natives = new NativeWaits(contexts, platform, bean);
    this.stacks = new Stacks(bean);
    this.inits = new ClassInits(contexts, platform, bean);
    this.taskEvents = new TaskEvents(contexts);
    this.sinceLook = taskEvents.reader();
  }

  /** Takes looks at a process in which libraries bring no pools. */
  public Looker(Contexts contexts, LookSettings settings) {
    this(contexts, new Libraries(), settings);
  }

  /**
   * Says where the loaded classes are to be had: they tell which superclass is initialised on the
   * way to a class. Asked only when a thread waits for an initialiser that no thread is seen in.
   */
  public void classes(Supplier<Class<?>[]> loaded) {
    inits.loaded(loaded);
  }

  /** What happened to tasks and pools; to be drained every second. */
  public TaskEvents taskEvents() {
    return taskEvents;
  }

  /** Replaces the settings from the next look on; any thread may call it. */
  public void configure(LookSettings changed) {
    settings = changed;
  }

  /**
   * The JVM's beans may be used from now on. Before, monitors, {@code Object.wait} and stacks of
   * platform threads are not seen: beans must not be touched before the application's main class is
   * loaded.
   */
  public void allowBeans() {
    bean.allow();
  }

  /**
   * Whether something waits that may be a stall: for something that can be held, or with a trace,
   * for longer than {@link LookSettings#waitsAfterNanos}. A thread that is blocked on a monitor
   * counts when this glance and one that is so much earlier found it blocked. Or whether work piles
   * up: in front of a pool's workers, or in a queue that grows.
   *
   * @param nowNanos {@code System.nanoTime}
   */
  public boolean glance(long nowNanos) {
    long olderThan = settings.waitsAfterNanos();
    platform.refresh(bean.started());
    boolean found = sampled.glance(nowNanos, olderThan, settled);
    found |= natives.glance(nowNanos, olderThan, settled);
    found |= slots.glance(nowNanos, olderThan, settled);
    found |= monitors.glance(nowNanos, olderThan, settings);
    hands.drain();
    backlogs.refresh(nowNanos);
    found |= backlogs.glance(nowNanos);
    found |= pins.glance(nowNanos, olderThan);
    found |= libraries.glance(nowNanos);
    return inits.glance(nowNanos, found) || found;
  }

  /**
   * Notes the traces that are under way, after a glance or a look; cheap, and makes no garbage.
   * Threads that are virtual are known by their spans alone.
   */
  public void active(ActiveTraces into) {
    into.clear();
    if (!contexts.any()) {
      return;
    }
    for (int i = 0; i < platform.count(); i++) {
      Thread thread = platform.get(i);
      contexts.note(thread, Peek.threadId(thread), ids, into);
    }
    contexts.open(into);
  }

  /**
   * Tells which waits of the last look were judged idle; glances pass over them for half a minute.
   *
   * @param nowNanos {@code System.nanoTime}
   */
  public void settle(Collection<OpenWait> idle, long nowNanos) {
    settled.set(idle, nowNanos);
  }

  /**
   * Says which threads run without getting anywhere, as it seems: the next looks show them with
   * their stacks.
   *
   * @param threads ids of platform threads
   * @param spans ids of spans; running threads that carry one are meant too
   */
  public void suspect(List<Long> threads, Set<String> spans) {
    suspects.set(threads, spans);
  }

  /**
   * Takes a look.
   *
   * @param at wall clock, read with {@code nowNanos}
   * @param nowNanos {@code System.nanoTime}
   * @param confirm whether this look is to confirm a suspicion: then initialisers and monitors of
   *     virtual threads are asked for at once, which is dear
   */
  public Look look(Instant at, long nowNanos, boolean confirm) {
    LookSettings now = settings;
    contexts.refresh();
    platform.refresh(bean.started());
    LookBuilder look = new LookBuilder(nowNanos, now.renames());
    connections.begin();
    hands.drain();
    look.readings = pools.read(nowNanos);
    look.libraryPools = libraries.read();
    slots.add(look);
    connections.add(look, now.framesAfterNanos());
    holders(look, now);
    consumers.add(look, now.framesAfterNanos());
    int known = look.resources.size();
    inits.add(look, confirm);
    sampled.add(look, ids(look.holdings.values()));
    rowLocks.add(look, connections.lent());
    connections.end();
    natives.add(look, ids(look.holdings.values()));
    libraries.waits(look);
    if (look.resources.size() > known) {
      holders(look, now); // what only the sample found has holders too
    }
    monitors.add(look, now, confirm);
    again(look, now);
    Futures.sayLost(look, now.framesAfterNanos());
    pools.figures(look);
    PerTaskPools.figures(look);
    pins.add(look, now.waitsAfterNanos());
    libraries.figures(look);
    queues.figures(look);
    taskEvents.named(look);
    List<TaskEvent> fresh = sinceLook.take();
    look.taskEvents.addAll(confirm ? taskEvents.recent() : fresh);
    if (!bean.allowed()) {
      look.unknown("monitors", "waits", "the JVM's beans may not be used before main runs");
    }
    Set<Thread> suspected = suspects.add(look);
    Map<Long, TraceRef> seen = traces(look);
    Map<Long, List<StackTraceElement>> frames = stacks.of(look, seen, now);
    stacks.whole(suspected, frames);
    return new Look(
        ++number,
        at,
        nowNanos,
        threads(look, seen, frames),
        List.copyOf(look.waits.values()),
        named(look),
        List.copyOf(look.holdings.values()),
        List.copyOf(look.unknown),
        List.copyOf(look.pools.values()),
        List.copyOf(look.queues.values()),
        look.taskEvents,
        look.carried);
  }

  private void holders(LookBuilder look, LookSettings now) {
    Owners.add(look, now.framesAfterNanos());
    ReadHolds.add(look, platform);
    pools.queues(look);
    Futures.add(look);
    new Users(look, hands, platform).add(now.framesAfterNanos());
    libraries.holders(look);
  }

  /**
   * A look takes its time, and a thread that has moved on meanwhile may seem to wait for one thing
   * while it holds another: waits in a ring that never was. So owners are read once more after all
   * waits, and then the waits again. Those that are left lasted while all owners were read, so that
   * everything was true in one moment.
   */
  private void again(LookBuilder look, LookSettings now) {
    look.ownersAgain(
        () -> {
          Owners.add(look, now.framesAfterNanos());
          ReadHolds.add(look, platform);
        });
    slots.again(look);
    sampledAgain.again(look, sampled.known(), ids(look.holdings.values()));
  }

  private static Set<Long> ids(Collection<Holding> holdings) {
    Set<Long> ids = new HashSet<>();
    for (Holding holding : holdings) {
      ids.add(holding.threadId());
    }
    return ids;
  }

  /** The resources that a wait, a holding, a pool or a queue names; others were only passed by. */
  private static List<Resource> named(LookBuilder look) {
    Set<String> keys = new HashSet<>();
    look.waits.values().forEach(wait -> keys.add(wait.resourceKey()));
    look.holdings.values().forEach(holding -> keys.add(holding.resourceKey()));
    keys.addAll(look.pools.keySet());
    keys.addAll(look.queues.keySet());
    look.pools.values().forEach(pool -> keys.add(pool.queueKey()));
    return look.resources.all().stream().filter(each -> keys.contains(each.key())).toList();
  }

  /** The span of a wait keeps the name that an earlier look knew. */
  private Map<Long, TraceRef> traces(LookBuilder look) {
    if (!contexts.any()) {
      return Map.of();
    }
    Map<Long, TraceRef> found = new HashMap<>();
    for (Map.Entry<Long, Thread> each : look.threads.entrySet()) {
      TraceRef trace = contexts.trace(each.getValue());
      if (trace != null) {
        TraceRef before = traces.get(each.getKey());
        boolean knewMore =
            trace.spanName() == null && before != null && before.spanId().equals(trace.spanId());
        found.put(each.getKey(), knewMore ? before : trace);
      }
    }
    traces = found;
    return found;
  }

  private static List<ThreadSeen> threads(
      LookBuilder look, Map<Long, TraceRef> traces, Map<Long, List<StackTraceElement>> frames) {
    List<ThreadSeen> seen = new ArrayList<>(look.threads.size());
    look.threads.forEach(
        (id, thread) ->
            seen.add(
                new ThreadSeen(
                    id,
                    thread.getName(),
                    Peek.isVirtual(thread),
                    thread.isDaemon(),
                    Peek.state(thread),
                    traces.get(id),
                    frames.getOrDefault(id, List.of()))));
    look.dumped.forEach(
        (id, thread) ->
            seen.add(
                new ThreadSeen(
                    id,
                    thread.name(),
                    thread.virtual(),
                    thread.virtual(),
                    thread.state(),
                    null,
                    thread.frames())));
    return seen;
  }
}
