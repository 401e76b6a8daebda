package io.duality.engine.blackbox;

import io.duality.model.CrashDetails;
import io.duality.model.CrashSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How a process died, by what it left. What only may be so is called perhaps. */
final class Death {
  /** The recorder flushes about every second. */
  private static final long FLUSH_NANOS = 1_000_000_000L;

  private static final double NEAR = 0.9;

  private final Remains remains;
  private final Instant flushed;

  private Death(Remains remains, Instant flushed) {
    this.remains = remains;
    this.flushed = flushed;
  }

  /**
   * Judges what is left.
   *
   * @param log its crash log, or null
   * @param flushed when its recorder wrote last, or null
   */
  static CrashSeen of(Remains remains, CrashLog log, Path logFile, Instant flushed)
      throws IOException {
    Death death = new Death(remains, flushed);
    return log == null ? death.silent() : death.told(log, logFile);
  }

  private CrashSeen told(CrashLog log, Path file) {
    String what = log.message() == null ? log.signal() : log.message();
    return new CrashSeen(
        log.nativeMemory()
            ? CrashSeen.NATIVE_MEMORY
            : log.outOfMemory() ? CrashSeen.OUT_OF_MEMORY : CrashSeen.NATIVE_CRASH,
        "the JVM wrote a crash log: " + what,
        remains.lastSign(),
        flushed == null ? Vitals.UNKNOWN : 0, // the JVM flushes the recorder when it crashes
        log.signal(),
        log.problemFrame(),
        log.module(),
        log.thread(),
        log.frames(),
        file.getFileName().toString(),
        log.vmOperation(),
        log.fault(),
        log.details(),
        remains.spans());
  }

  private CrashSeen silent() throws IOException {
    String before = remains.who().textOrNull("bootId");
    String now = Identification.bootId();
    boolean exits = remains.who().has("exitOnOutOfMemory") && exitsOnOutOfMemory();
    Path dump = remains.heapDump();
    if (before != null && now != null && !before.equals(now)) {
      return seen(
          CrashSeen.MACHINE_RESTART,
          "the machine was started again since: the process may have ended before that");
    }
    if (exits && dump != null) {
      return seen(
          CrashSeen.OUT_OF_MEMORY,
          "ExitOnOutOfMemoryError is set, and the JVM left the heap dump " + dump.getFileName());
    }
    if (exits && remains.used(MemorySeen.HEAP) >= NEAR) {
      return seen(
          CrashSeen.OUT_OF_MEMORY,
          "perhaps: ExitOnOutOfMemoryError is set, and "
              + percent(remains.used(MemorySeen.HEAP))
              + " of the heap was used last");
    }
    String ending =
        remains.state() != null && remains.state().ending()
            ? "it had begun to end and was ended while its exit hooks ran: kill -9 or Runtime.halt"
            : CrashSeen.NO_WORD;
    return seen(CrashSeen.KILLED, ending + hint());
  }

  private boolean exitsOnOutOfMemory() {
    return remains.who().flag("exitOnOutOfMemory");
  }

  private String hint() {
    String file = remains.who().textOrNull("oomKillFile");
    long before = remains.who().integer("oomKills", -1);
    if (file != null && before >= 0 && Identification.oomKills(file) > before) {
      return "; perhaps the OOM killer, which has ended a process of this control group since";
    }
    for (String area : List.of(MemorySeen.CONTAINER, MemorySeen.RSS)) {
      double share = remains.used(area);
      if (share >= NEAR) {
        return "; perhaps the OOM killer: " + area + " was at " + percent(share) + " of its limit";
      }
    }
    return "";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  private CrashSeen seen(String kind, String why) {
    long missing = Vitals.UNKNOWN;
    if (flushed != null) {
      long unflushed = Duration.between(flushed, remains.lastSign()).toNanos();
      missing = FLUSH_NANOS + Math.max(0, unflushed);
    }
    return new CrashSeen(
        kind,
        why,
        remains.lastSign(),
        missing,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        CrashDetails.NONE,
        remains.spans());
  }
}
