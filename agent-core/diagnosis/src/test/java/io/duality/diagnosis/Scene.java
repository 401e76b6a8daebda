package io.duality.diagnosis;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Health;
import io.duality.model.Holding;
import io.duality.model.HookState;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.OpenWait;
import io.duality.model.Operand;
import io.duality.model.PoolSeen;
import io.duality.model.ProcessInfo;
import io.duality.model.QueueSeen;
import io.duality.model.Resource;
import io.duality.model.ResourceHistory;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ServiceInfo;
import io.duality.model.StepResult;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import io.duality.model.TraceRef;
import io.duality.model.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes looks and evidence by hand, in the order in which a person would tell them. */
final class Scene {
  private static final String BUNDLE = "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c";

  static final Instant AT = Instant.parse("2026-11-21T03:07:41.482Z");
  static final long NOW = 1_000_000_000_000L;

  private final Map<Long, ThreadSeen> threads = new LinkedHashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<OpenWait> waits = new ArrayList<>();
  private final List<Holding> holdings = new ArrayList<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private final List<ResourceHistory> histories = new ArrayList<>();
  private final List<EndedWait> ended = new ArrayList<>();
  private final List<StepResult> steps = new ArrayList<>();
  private final List<HookState> hooks = new ArrayList<>();
  private final Map<String, PoolSeen> pools = new LinkedHashMap<>();
  private final Map<String, QueueSeen> queues = new LinkedHashMap<>();
  private final List<TaskEvent> events = new ArrayList<>();
  private final List<Look> more = new ArrayList<>();
  private Occurrence occurrence;
  private boolean dumped = true;
  private String type = "wait";
  private String observed = "5.3s";
  private String condition = "wait.age > 5s";
  private String sentence = "something was seen";
  private List<Long> alarmed = List.of();
  private Health health = Health.NONE;
  private String version = "2.4.1";
  private final List<CaptureRequest> additional = new ArrayList<>();
  private String over;
  private String overCondition;
  private String escalated;
  private long startedAgo = 40_000;

  Scene thread(long id, String name, String span, StackTraceElement... frames) {
    TraceRef trace =
        span == null
            ? null
            : new TraceRef(
                String.format("%032x", 0xabc000 + id), String.format("%016x", id), span, true);
    return seen(
        new ThreadSeen(id, name, false, false, Thread.State.WAITING, trace, List.of(frames)));
  }

  Scene unsampled(
      long id, String name, String span, boolean unsampled, StackTraceElement... frames) {
    thread(id, name, span, frames);
    ThreadSeen seen = threads.get(id);
    TraceRef trace = seen.trace();
    return seen(
        new ThreadSeen(
            id,
            name,
            seen.virtual(),
            seen.daemon(),
            seen.state(),
            new TraceRef(trace.traceId(), trace.spanId(), trace.spanName(), !unsampled),
            seen.frames()));
  }

  Scene running(long id, String name, String span, StackTraceElement... frames) {
    thread(id, name, span, frames);
    ThreadSeen waiting = threads.get(id);
    return seen(
        new ThreadSeen(
            id,
            name,
            waiting.virtual(),
            waiting.daemon(),
            Thread.State.RUNNABLE,
            waiting.trace(),
            waiting.frames()));
  }

  Scene seen(ThreadSeen thread) {
    threads.put(thread.id(), thread);
    return this;
  }

  Scene resource(String key, ResourceKind kind, String name) {
    return resource(key, kind, name, -1, -1);
  }

  Scene resource(String key, ResourceKind kind, String name, long limit, long depth) {
    resources.put(
        key,
        new Resource(key, kind, name, "java.lang.Object", 7, limit, depth, Resource.Named.FIELD));
    return this;
  }

  /** What people know the thing as: a class, and where its name comes from. */
  Scene type(String key, String className, Resource.Named named) {
    Resource of = resources.get(key);
    resources.put(
        key,
        new Resource(
            key, of.kind(), of.name(), className, of.identity(), of.limit(), of.depth(), named));
    return this;
  }

  Scene waits(long thread, String key, String op, long ageMillis) {
    return waits(thread, key, op, ageMillis, 0);
  }

  Scene waits(long thread, String key, String op, long ageMillis, long timeoutMillis) {
    waits.add(
        new OpenWait(
            thread,
            key,
            op,
            NOW - ageMillis * 1_000_000,
            timeoutMillis * 1_000_000,
            !List.of("read", "enter", "lock", "read-lock", "write-lock").contains(op),
            SeenBy.SLOT));
    return this;
  }

  Scene holds(String key, long thread) {
    return holds(key, thread, null, -1);
  }

  Scene holds(String key, long thread, String as, long ageMillis) {
    return holding(key, thread, Holding.Relation.HELD_BY, as, ageMillis, SeenBy.OWNER);
  }

  Scene works(String key, long thread, String as, long ageMillis) {
    return holding(key, thread, Holding.Relation.WORKED_BY, as, ageMillis, SeenBy.HOOK);
  }

  Scene holding(
      String key, long thread, Holding.Relation relation, String as, long ageMillis, SeenBy by) {
    long since = ageMillis < 0 ? Holding.UNKNOWN_SINCE : NOW - ageMillis * 1_000_000;
    holdings.add(new Holding(key, thread, relation, as, 1, since, by));
    return this;
  }

  /** It was borrowed or locked there. */
  Scene takenAt(StackTraceElement frame) {
    holdings.add(holdings.remove(holdings.size() - 1).takenAt(frame));
    return this;
  }

  /** A pool, or what is different about it now. */
  Scene pool(String key, String name, java.util.function.Consumer<PoolDraft> draft) {
    if (!resources.containsKey(key)) {
      resource(key, ResourceKind.POOL, name);
    }
    PoolDraft made = pools.containsKey(key) ? new PoolDraft(pools.get(key)) : new PoolDraft(key);
    draft.accept(made);
    pools.put(key, made.seen());
    return this;
  }

  Scene queue(String key, long depth, long capacity, long highWater, long headAgeMillis) {
    queues.put(
        key,
        new QueueSeen(
            key, depth, capacity, highWater, headAgeMillis * 1_000_000, null, null, true));
    return this;
  }

  Scene lastTake(String key, long thread, long agoMillis) {
    QueueSeen seen = queues.get(key);
    queues.put(
        key,
        new QueueSeen(
            key,
            seen.depth(),
            seen.capacity(),
            seen.highWater(),
            seen.headAgeNanos(),
            new QueueSeen.Hand(thread, threads.get(thread).label(), NOW - agoMillis * 1_000_000),
            seen.lastPut(),
            seen.blocking()));
    return this;
  }

  Scene event(String pool, String className, TaskEvent.Phase phase, long agoMillis, String detail) {
    events.add(
        new TaskEvent(
            pool,
            resources.get(pool).name(),
            className,
            phase,
            NOW - agoMillis * 1_000_000,
            -1,
            -1,
            0,
            "",
            null,
            detail));
    return this;
  }

  Scene event(TaskEvent event) {
    events.add(event);
    return this;
  }

  /** The context that a thread has. */
  TraceRef trace(long thread) {
    return threads.get(thread).trace();
  }

  Scene unknown(String subject, String what, String why) {
    unknown.add(new Unknown(subject, what, why));
    return this;
  }

  Scene history(String name, ResourceKind kind, long waits, long maxMillis, long timeouts) {
    histories.add(
        new ResourceHistory(
            name,
            kind,
            300_000_000_000L,
            waits,
            waits * maxMillis * 500_000,
            maxMillis * 1_000_000,
            timeouts));
    return this;
  }

  Scene ended(long thread, String name, ResourceKind kind, long endedAgoMillis, long millis) {
    ended.add(
        new EndedWait(
            thread,
            threads.get(thread).label(),
            name,
            kind,
            "lock",
            NOW - (endedAgoMillis + millis) * 1_000_000,
            millis * 1_000_000,
            EndedWait.Outcome.ACQUIRED,
            null));
    return this;
  }

  /** The same, for the activity that the thread works for now. */
  Scene endedForIt(long thread, String name, ResourceKind kind, long endedAgoMillis, long millis) {
    ended(thread, name, kind, endedAgoMillis, millis);
    EndedWait last = ended.remove(ended.size() - 1);
    ended.add(
        new EndedWait(
            last.threadId(),
            last.threadName(),
            last.resourceName(),
            last.kind(),
            last.op(),
            last.sinceNanos(),
            last.waitNanos(),
            last.outcome(),
            threads.get(thread).trace()));
    return this;
  }

  Scene step(String step, StepResult.Status status, String reason) {
    steps.add(new StepResult(step, status, reason, NOW, 12, -1, 100));
    return this;
  }

  Scene hook(String name, boolean armed, String reason) {
    hooks.add(new HookState(name, 1, armed ? 1 : 0, armed, reason));
    return this;
  }

  Scene trigger(String type, String observed) {
    this.type = type;
    this.observed = observed;
    return this;
  }

  /** What the trigger says itself, about these threads. */
  Scene alarm(String rule, String says, Long... about) {
    condition = rule;
    sentence = says;
    alarmed = List.of(about);
    return this;
  }

  /** Another trigger that joined the capture. */
  Scene also(String other, String says) {
    additional.add(request(other, other, says));
    return this;
  }

  /** A trigger on waits that joined it so much later, about these threads. */
  Scene joins(String trigger, long afterMillis, Long... about) {
    Alarm alarm =
        new Alarm(
            "wait",
            "wait:2",
            "wait.age > 5s",
            "6s",
            "it waits",
            "none",
            List.of(about),
            1,
            List.of());
    additional.add(
        new CaptureRequest(
            BUNDLE, trigger, "wait", AT.plusMillis(afterMillis), alarm, List.of("waits")));
    return this;
  }

  /** The trigger was one over others: over the one so far and those that joined. */
  Scene together(String trigger, String condition, String escalated) {
    over = trigger;
    overCondition = condition;
    this.escalated = escalated;
    return this;
  }

  private CaptureRequest overOthers(CaptureRequest first) {
    List<Operand> operands = new ArrayList<>();
    operands.add(new Operand(first.trigger(), first.type(), AT.minusSeconds(40), first.alarm()));
    for (CaptureRequest other : additional) {
      operands.add(new Operand(other.trigger(), other.type(), AT, other.alarm()));
    }
    Alarm alarm =
        new Alarm(
            "all",
            "all:1",
            overCondition,
            "both",
            "both were true",
            "none",
            List.of(),
            0,
            List.of());
    return new CaptureRequest(
        first.bundleId(), over, "all", AT, alarm, first.steps(), operands, escalated);
  }

  Scene health(HealthDraft draft) {
    health = draft.health();
    return this;
  }

  Scene version(String of) {
    version = of;
    return this;
  }

  Scene occurred(long count, String first, String last, String... versions) {
    occurrence =
        new Occurrence(count, Instant.parse(first), Instant.parse(last), List.of(versions));
    return this;
  }

  private CaptureRequest request(String name, String on, String says) {
    Alarm alarm =
        new Alarm(on, on + ":1", condition, observed, says, "none", alarmed, 0, List.of());
    return new CaptureRequest(BUNDLE, name, on, AT, alarm, List.of("threads", "waits"));
  }

  /** As at the first verdict: the thread dump is not taken yet. */
  Scene withoutDump() {
    dumped = false;
    return this;
  }

  /** The same situation was seen so much earlier or later as well. */
  Scene alsoAt(long offsetMillis) {
    more.add(look(offsetMillis));
    return this;
  }

  /** So much later or earlier than the dump, after what {@code then} changes for that look only. */
  Scene lookAt(long offsetMillis, java.util.function.Consumer<Scene> then) {
    Scene copy = new Scene();
    copy.threads.putAll(threads);
    copy.resources.putAll(resources);
    copy.waits.addAll(waits);
    copy.holdings.addAll(holdings);
    copy.unknown.addAll(unknown);
    copy.pools.putAll(pools);
    copy.queues.putAll(queues);
    then.accept(copy);
    more.add(copy.look(offsetMillis));
    return this;
  }

  /** Ends the waits of a thread. */
  Scene goesOn(long thread) {
    waits.removeIf(wait -> wait.threadId() == thread);
    return this;
  }

  /** A wait that no hook saw begin, with a timeout of unknown length. */
  Scene pauses(long thread, String key, String op, long ageMillis) {
    waits.add(
        new OpenWait(
            thread,
            key,
            op,
            NOW - ageMillis * 1_000_000,
            OpenWait.UNKNOWN_TIMEOUT,
            true,
            SeenBy.SAMPLE));
    ThreadSeen seen = threads.get(thread);
    return seen(
        new ThreadSeen(
            thread,
            seen.name(),
            seen.virtual(),
            seen.daemon(),
            Thread.State.TIMED_WAITING,
            seen.trace(),
            seen.frames()));
  }

  Look look() {
    return look(0);
  }

  private Look look(long offsetMillis) {
    long nanos = NOW + offsetMillis * 1_000_000;
    return new Look(
        100 + offsetMillis / 250,
        AT.plusMillis(offsetMillis),
        nanos,
        List.copyOf(threads.values()),
        waits.stream().filter(w -> w.sinceNanos() <= nanos).toList(),
        List.copyOf(resources.values()),
        holdings,
        unknown,
        List.copyOf(pools.values()),
        List.copyOf(queues.values()),
        List.copyOf(events));
  }

  /** When the process was started, in seconds before the look. */
  Scene startedAgo(long seconds) {
    startedAgo = seconds;
    return this;
  }

  WaitForGraph graph() {
    return WaitForGraph.of(look());
  }

  private String name() {
    boolean vital = !condition.equals("wait.age > 5s");
    return type.equals("manual") || vital ? type : "stall";
  }

  Evidence evidence() {
    List<Look> looks = new ArrayList<>(more);
    Look dump = look();
    looks.add(dump);
    looks.sort(java.util.Comparator.comparing(Look::at));
    return new Evidence(
        new ServiceInfo("orders", version, null, null),
        new ProcessInfo(4711, "host", "Temurin 17", AT.minusSeconds(startedAgo), "0.1.0"),
        over == null
            ? request(name(), type, sentence)
            : overOthers(request(name(), type, sentence)),
        additional,
        looks,
        looks.indexOf(dump),
        dumped ? List.copyOf(threads.values()) : List.of(),
        ended,
        histories,
        steps,
        hooks,
        occurrence,
        health,
        List.of());
  }

  static StackTraceElement frame(String type, String method, int line) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$');
    return new StackTraceElement(
        type, method, (nested < 0 ? simple : simple.substring(0, nested)) + ".java", line);
  }
}
