package io.duality.model.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The key table: everything that can be configured, in the order the documentation shows it. */
public final class Keys {
  /** What every key begins with; agent arguments may leave it out. */
  public static final String PREFIX = "duality.";

  private static final List<Key<?>> ROWS = new ArrayList<>();

  public static final Key<Boolean> ENABLED =
      live(
          "enabled",
          Types.flag(),
          "true",
          "Whether the agent does anything at all; false at the start lasts until the next start.");
  public static final Key<Boolean> STRICT =
      fixed(
          "strict",
          Types.flag(),
          "false",
          "Whether the agent disarms itself when the configuration has an error or an unknown"
              + " key.");
  public static final Key<String> CONFIG =
      fixed(
          "config",
          Types.text("path"),
          "",
          "The properties file; without it ./duality.properties is read if it exists.");
  public static final Key<Duration> CONFIG_INTERVAL =
      live(
          "config.interval",
          Types.duration("1s", "1h"),
          "5s",
          "How often the properties file is checked for a change.");

  public static final Key<String> SERVICE_NAME =
      fixed("service.name", Types.text("text"), "", "The service; else found out at start.");
  public static final Key<String> SERVICE_VERSION =
      fixed("service.version", Types.text("text"), "", "Its version; else found out at start.");
  public static final Key<String> SERVICE_INSTANCE =
      fixed("service.instance", Types.text("text"), "", "Its instance; else found out at start.");
  public static final Key<String> SERVICE_COMMIT =
      fixed("service.commit", Types.text("text"), "", "Its commit; else found out at start.");

  public static final Key<String> BUNDLE_DIR =
      fixed("bundle.dir", Types.path(), "./duality", "Where bundles, ledger and agent.log go.");
  public static final Key<Long> BUNDLE_MAX_TOTAL =
      live(
          "bundle.max-total",
          Types.size("1MiB", "16TiB"),
          "2GiB",
          "How much all bundles together may take; the oldest go first, the newest and the first of"
              + " each signature stay.");
  public static final Key<Integer> BUNDLE_MAX_COUNT =
      live(
          "bundle.max-count",
          Types.count(1, 100_000, "bundles"),
          "50",
          "How many bundles are kept.");
  public static final Key<Duration> BUNDLE_MAX_AGE =
      live("bundle.max-age", Types.duration("1m", "3650d"), "14d", "How long a bundle is kept.");
  public static final Key<KeepFree> BUNDLE_KEEP_FREE =
      live(
          "bundle.keep-free",
          Types.keepFree(),
          "15%, 1GiB",
          "How much of the file system stays free: the smaller of a share and a size.");

  public static final Key<Duration> WATCH_INTERVAL =
      live(
          "watch.interval",
          Types.duration("100ms", "1m"),
          "1s",
          "How often the agent looks while nothing but idle threads waits.");
  public static final Key<Duration> WATCH_FAST_INTERVAL =
      live(
          "watch.fast-interval",
          Types.duration("50ms", "1m"),
          "250ms",
          "How often it looks while something that is not idle waits.");
  public static final Key<Duration> WAITS_RECORD =
      live(
          "waits.record",
          Types.duration("0s", "1m"),
          "1ms",
          "Waits that lasted at least this long are remembered and recorded.");
  public static final Key<Duration> TASKS_MIN_DELAY =
      live(
          "tasks.min-delay",
          Types.duration("0s", "1h"),
          "10ms",
          "Tasks that waited at least this long for a worker are remembered and recorded.");
  public static final Key<Duration> TASKS_MIN_RUN =
      live(
          "tasks.min-run",
          Types.duration("0s", "1d"),
          "1s",
          "Tasks that ran at least this long are remembered and recorded.");
  public static final Key<Boolean> NAMES_FIELDS =
      fixed(
          "names.fields",
          Types.flag(),
          "true",
          "Whether locks, queues and pools are named after the field that holds them.");
  public static final Key<Boolean> WEAVE_WAITS =
      fixed("weave.waits", Types.flag(), "true", "Whether waits of the JDK's classes are hooked.");
  public static final Key<Boolean> WEAVE_TASKS =
      fixed(
          "weave.tasks",
          Types.flag(),
          "true",
          "Whether the JDK's pools are hooked: who handed a task over, and how long it waited.");
  public static final Key<Boolean> WEAVE_NAMES =
      fixed(
          "weave.names",
          Types.flag(),
          "true",
          "Whether application classes are woven to learn names.");
  public static final Key<Boolean> WEAVE_SPANS =
      fixed("weave.spans", Types.flag(), "true", "Whether the start and end of spans are hooked.");

  public static final Key<Boolean> RECORDING_ENABLED =
      fixed(
          "recording.enabled", Types.flag(), "true", "Whether a flight recording runs in a ring.");
  public static final Key<Duration> RECORDING_MAX_AGE =
      live(
          "recording.max-age",
          Types.duration("10s", "1d"),
          "5m",
          "How far back before the trigger the recording reaches.");
  public static final Key<Long> RECORDING_MAX_SIZE =
      live(
          "recording.max-size",
          Types.size("1MiB", "16GiB"),
          "64MiB",
          "How large the ring may become on disk.");
  public static final Key<Duration> RECORDING_AFTER =
      live(
          "recording.after",
          Types.duration("0s", "1m"),
          "2s",
          "How long after the trigger the recording goes on.");
  public static final Key<String> RECORDING_REPOSITORY =
      fixed(
          "recording.repository",
          Types.word(List.of("auto", "keep"), List.of()),
          "auto",
          "Where the flight recorder keeps its files: auto, beside the bundles, so that they"
              + " survive a crash, unless somebody chose a place or records already; keep, where it"
              + " is. There is one such place for the whole JVM.");
  public static final Key<Duration> JFR_START_DELAY =
      fixed(
          "jfr.start-delay",
          Types.duration("0s", "1h"),
          "0s",
          "How long after the start of the JVM the flight recorder is started.");

  public static final Key<Duration> CAPTURE_MAX_STEP_TIME =
      live(
          "capture.max-step-time",
          Types.duration("1s", "10m"),
          "30s",
          "How long one step of a capture may take; then it is abandoned and named.");
  public static final Key<Duration> CAPTURE_MAX_TIME =
      live(
          "capture.max-time",
          Types.duration("1s", "1h"),
          "2m",
          "How long a whole capture may take; steps not begun by then are skipped and named.");
  public static final Key<Duration> CAPTURE_MAX_PAUSE =
      live(
          "capture.max-pause",
          Types.duration("0s", "1m"),
          "250ms",
          "How long one bundle may stop the application's threads in all, heap dump not counted.");
  public static final Key<Integer> THREADS_MAX_VIRTUAL =
      live(
          "threads.max-virtual",
          Types.count(0, 10_000_000, "threads"),
          "10000",
          "With more virtual threads than this none of them is dumped.");
  public static final Key<String> HEAP_ON_TRIGGER =
      live(
          "heap.on-trigger",
          Types.word(List.of("never", "auto", "always"), List.of()),
          "never",
          "Whether a trigger that captures heap gets a heap dump: never, auto (triggers about"
              + " memory only) or always; within duality.heap.max-pause. An oom trigger goes by"
              + " duality.heap.on-oom.");
  public static final Key<String> HEAP_ON_OOM =
      live(
          "heap.on-oom",
          Types.word(List.of("never", "auto", "always"), List.of()),
          "auto",
          "Whether an OutOfMemoryError leaves a heap dump, the JVM's own where it writes one:"
              + " never, auto (while pause and size are predicted to fit) or always; options that"
              + " the JVM was started with are left alone.");
  public static final Key<Duration> HEAP_MAX_PAUSE =
      live(
          "heap.max-pause",
          Types.duration("0s", "10m"),
          "2s",
          "A heap dump that is predicted to stop the application for longer is not taken.");
  public static final Key<Boolean> HEAP_SANITIZE =
      live(
          "heap.sanitize",
          Types.flag(),
          "true",
          "Whether a heap dump is rewritten without data: contents of primitive arrays and strings,"
              + " primitive fields.");
  public static final Key<Boolean> HEAP_COMPRESS =
      live(
          "heap.compress",
          Types.flag(),
          "true",
          "Whether a heap dump is compressed, after the pause, as heap.hprof.gz.");

  public static final Key<Duration> LEAKS_BASELINE_AFTER =
      live(
          "leaks.baseline-after",
          Types.duration("1s", "1d"),
          "2m",
          "How long the JVM runs at least before the classes on its heap are counted for later"
              + " comparisons; it must also have collected, and load hardly any classes any more.");
  public static final Key<Duration> LEAKS_WINDOW =
      live(
          "leaks.window",
          Types.duration("10s", "10m"),
          "2m",
          "For how long the trace of each thread is followed once memory is suspected to grow.");
  public static final Key<Integer> LEAKS_HOLDER_OBJECTS =
      live(
          "leaks.holder-objects",
          Types.count(0, 10_000_000, "objects"),
          "200000",
          "How many objects are read at most when something searches who keeps what grows; 0"
              + " searches nothing.");
  public static final Key<Duration> LEAKS_HOLDER_CPU =
      live(
          "leaks.holder-cpu",
          Types.duration("1ms", "1m"),
          "250ms",
          "How much CPU time such a search takes at most for reading objects, and as much for"
              + " reading classes.");

  public static final Key<Globs> REDACTION_KEYS =
      live(
          "redaction.keys",
          Types.globs(),
          "",
          "Further names of properties and variables whose values are never written.");
  public static final Key<Globs> IDLE_THREADS =
      live("idle.threads", Types.globs(), "", "Names of threads whose waiting is always harmless.");
  public static final Key<Globs> IDLE_FRAMES =
      live(
          "idle.frames",
          Types.globs(),
          "",
          "Frames (class.method) in which waiting is always harmless.");
  public static final Key<String> NAMES_RENAME =
      fixed(
          "names.<glob>",
          Types.text("text"),
          "",
          "Another name for the resources of that name; each * in it takes what the glob's * met.");

  public static final Key<String> LOG_LEVEL =
      live(
          "log.level",
          Types.word(List.of("off", "error", "warn", "info", "debug"), List.of()),
          "info",
          "From which level on agent.log is written.");
  public static final Key<Long> LOG_MAX_SIZE =
      live(
          "log.max-size",
          Types.size("16KiB", "1GiB"),
          "1MiB",
          "At which size agent.log is rotated; one older file is kept.");
  public static final Key<Long> LEDGER_MAX_SIZE =
      live(
          "ledger.max-size",
          Types.size("16KiB", "1GiB"),
          "4MiB",
          "At which size ledger.jsonl is rotated; one older file is kept.");

  static {
    ROWS.addAll(OverheadKeys.all());
  }

  private Keys() {}

  /** All rows: the fixed keys and, with a part in angle brackets, the families. */
  public static List<Key<?>> all() {
    List<Key<?>> all = new ArrayList<>(ROWS);
    all.addAll(TriggerKeys.all());
    all.addAll(HeartbeatKeys.all());
    return Collections.unmodifiableList(all);
  }

  /** The fixed keys. */
  static List<Key<?>> fixed() {
    List<Key<?>> fixed = new ArrayList<>();
    for (Key<?> key : ROWS) {
      if (!key.family()) {
        fixed.add(key);
      }
    }
    return fixed;
  }

  private static <T> Key<T> fixed(String name, ValueType<T> type, String def, String sentence) {
    return row(name, type, def, false, sentence);
  }

  private static <T> Key<T> live(String name, ValueType<T> type, String def, String sentence) {
    return row(name, type, def, true, sentence);
  }

  private static <T> Key<T> row(
      String name, ValueType<T> type, String def, boolean live, String sentence) {
    Key<T> key = new Key<>(PREFIX + name, type, def, "0.1", live, sentence);
    ROWS.add(key);
    return key;
  }
}
