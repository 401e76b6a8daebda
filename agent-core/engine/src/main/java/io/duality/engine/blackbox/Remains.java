package io.duality.engine.blackbox;

import io.duality.engine.bundle.LiveProcess;
import io.duality.model.MemorySeen;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.SpanSeen;
import io.duality.model.Vitals;
import io.duality.model.json.Fields;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a dead process left behind, found and read; nothing is changed. */
final class Remains {
  /** The announcement of a process below {@code .live}. */
  private static final String PROCESS = "process.json";

  /** Below the process's own directory, unless the recorder's repository is elsewhere. */
  static final String REPOSITORY = "jfr";

  /** File systems keep times to a second or two. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  /** Writing a crash log, and before it the core, takes a while. */
  private static final Duration DYING = Duration.ofMinutes(10);

  /** When the JVM began, on its monotonic clock. */
  static final String BEGAN = "beganNanos";

  private final Path live;
  private final Fields who;
  private final LastState state;
  private final String boxProblem;

  private Remains(Path live, Fields who, LastState state, String boxProblem) {
    this.live = live;
    this.who = who;
    this.state = state;
    this.boxProblem = boxProblem;
  }

  /**
   * Reads them.
   *
   * @throws IOException when the directory does not even say whose it is
   */
  static Remains of(Path live) throws IOException {
    LastState state = null;
    String problem = null;
    try {
      state = LastState.read(live.resolve(Layout.FILE));
    } catch (IOException e) {
      problem = "there is no black box of it: " + e.getMessage();
    }
    Map<String, Object> identity = state == null ? announced(live) : state.identity();
    Remains remains = new Remains(live, Fields.of(live.toString(), identity), state, problem);
    try {
      if (remains.pid() < 1 || !remains.who.has("service") || !remains.who.has("startedAt")) {
        throw new IOException("it does not say whose it is");
      }
      remains.service();
      remains.process();
    } catch (RuntimeException e) {
      throw new IOException("it does not say whose it is: " + e.getMessage(), e);
    }
    return remains;
  }

  private static Map<String, Object> announced(Path live) throws IOException {
    Path file = live.resolve(PROCESS);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("nothing says whose it is");
    }
    try {
      return Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  Path live() {
    return live;
  }

  /** What the black box says; null without one. */
  LastState state() {
    return state;
  }

  /** Why there is no black box; null when there is one. */
  String boxProblem() {
    return boxProblem;
  }

  boolean endedInOrder() {
    return LiveProcess.left(live) || (state != null && state.ended());
  }

  Fields who() {
    return who;
  }

  long pid() {
    return who.integer("pid", -1);
  }

  ServiceInfo service() {
    return new ServiceInfo(
        who.text("service", "unknown"),
        who.textOrNull("version"),
        who.textOrNull("instance"),
        who.textOrNull("commit"));
  }

  ProcessInfo process() {
    return new ProcessInfo(
        pid(),
        who.text("host", "unknown"),
        who.text("jvm", "unknown"),
        startedAt(),
        who.text("agentVersion", "unknown"));
  }

  Instant startedAt() {
    return who.has("startedAt") ? who.instant("startedAt") : Instant.EPOCH;
  }

  /** The last moment it is known to have lived. */
  Instant lastSign() {
    return state != null && state.at() != null ? state.at() : startedAt();
  }

  /** The spans that were under way, the oldest first. */
  List<SpanSeen> spans() {
    return state == null ? List.of() : state.spans();
  }

  /** Where the recorder kept its chunks: below the process's directory, or where it said. */
  Path repository() {
    Path own = live.resolve(REPOSITORY);
    if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      return own;
    }
    String noted = state == null ? null : state.repository();
    return noted == null || !Files.isDirectory(Path.of(noted), LinkOption.NOFOLLOW_LINKS)
        ? null
        : Path.of(noted);
  }

  /**
   * A recorder's directory outside of ours that nobody else needs any more: only we recorded there,
   * and it carries the recorder's name for this process.
   */
  Path leftRepository() {
    Path noted = repository();
    if (noted == null || noted.startsWith(live) || !state.ownRepository()) {
      return null;
    }
    return noted.getFileName().toString().matches("[0-9_]+_" + pid()) ? noted : null;
  }

  /** The crash log of this very process; null when it left none. */
  Path crashLog() throws IOException {
    for (String place : crashLogPlaces()) {
      Path file = Path.of(place);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && written(file)) {
        CrashLog log = CrashLog.parse(CrashLog.text(file));
        if (log != null && log.pid() == pid() && lived(log)) {
          return file;
        }
      }
    }
    return null;
  }

  private List<String> crashLogPlaces() {
    List<String> places = new ArrayList<>();
    String directory = who.text("directory", "");
    String given = who.textOrNull("errorFile");
    if (given != null) {
      String name = given.replace("%p", Long.toString(pid())).replace("%%", "%");
      places.add(new File(name).isAbsolute() ? name : directory + File.separator + name);
    }
    String name = "hs_err_pid" + pid() + ".log";
    places.add(directory + File.separator + name);
    places.add(File.separator + "tmp" + File.separator + name);
    places.add(who.text("temporary", "") + File.separator + name);
    return places;
  }

  /**
   * Whether a file was written while this process died; pids come again, and in containers soon.
   */
  private boolean written(Path file) throws IOException {
    Instant time = Files.getLastModifiedTime(file).toInstant();
    return !time.isBefore(lastSign().minus(GRAIN)) && !time.isAfter(lastSign().plus(DYING));
  }

  /**
   * Whether the process of a crash log had lived as long as this one, by the clock that nobody
   * sets: where every process is pid 1, the next one writes its log over that of the one before.
   */
  private boolean lived(CrashLog log) {
    if (log.elapsedSeconds() < 0 || state == null || state.at() == null || !who.has(BEGAN)) {
      return true;
    }
    double seconds = (state.nanos() - who.integer(BEGAN, 0)) / 1e9;
    return log.elapsedSeconds() >= seconds - GRAIN.toSeconds()
        && log.elapsedSeconds() <= seconds + DYING.toSeconds();
  }

  /** The heap dump that the JVM left on OutOfMemoryError; null when there is none. */
  Path heapDump() throws IOException {
    String name = "java_pid" + pid() + ".hprof";
    String directory = who.text("directory", "");
    List<String> places = new ArrayList<>();
    String given = who.textOrNull("heapDumpPath");
    if (given != null) {
      String path = new File(given).isAbsolute() ? given : directory + File.separator + given;
      places.add(path.replace("%p", Long.toString(pid())));
      places.add(path + File.separator + name);
    }
    places.add(live.resolve("oom.hprof").toString());
    places.add(directory + File.separator + name);
    for (String place : places) {
      Path file = Path.of(place);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.getLastModifiedTime(file).toInstant().isBefore(startedAt())) {
        return file;
      }
    }
    return null;
  }

  /** The part of a memory's limit that was used last, or -1. */
  double used(String area) {
    Vitals vitals = state == null ? null : state.vitals();
    MemorySeen.Area found = vitals == null ? null : vitals.memory().area(area);
    return found == null ? -1 : found.share();
  }
}
