package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The end of an earlier process, as far as what it left tells.
 *
 * @param kind {@code killed}, {@code native crash}, {@code out of memory}, {@code native memory
 *     exhausted}, {@code machine restart} or {@code unknown}; {@code Runtime.halt} cannot be told
 *     from a kill
 * @param why how that is known, a clause
 * @param lastSign the last moment it is known to have lived
 * @param missingNanos how much of its end may be missing from the recording, at most; or {@link
 *     Vitals#UNKNOWN}
 * @param signal such as {@code SIGSEGV}, {@code Internal Error} where the JVM ended itself; or null
 * @param problemFrame the frame in which it crashed, or null
 * @param module the library of that frame, or null
 * @param thread the name of the thread that crashed, or null
 * @param frames the native and Java frames of that thread, top first
 * @param log the name of the crash log, or null
 * @param vmOperation what the VM was doing for all threads, or null
 * @param fault whose frame it is: {@code native library}, {@code JVM}, {@code compiled Java code},
 *     {@code Java code}; or null
 * @param details what else the crash log says
 * @param open the spans that were under way, the oldest first
 */
public record CrashSeen(
    String kind,
    String why,
    Instant lastSign,
    long missingNanos,
    String signal,
    String problemFrame,
    String module,
    String thread,
    List<String> frames,
    String log,
    String vmOperation,
    String fault,
    CrashDetails details,
    List<SpanSeen> open) {
  public static final String KILLED = "killed";

  /** Why a process that ended without a word was killed; what else it may have been. */
  public static final String NO_WORD =
      "no exit hook ran and there is no crash log: kill -9, the kernel's OOM killer, Runtime.halt"
          + " or an abort in native code; what is left does not tell which";

  public static final String NATIVE_CRASH = "native crash";
  public static final String OUT_OF_MEMORY = "out of memory";
  public static final String MACHINE_RESTART = "machine restart";

  /** The system gave the JVM no more memory for itself; the heap may be half empty. */
  public static final String NATIVE_MEMORY = "native memory exhausted";

  public CrashSeen {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(lastSign, "lastSign");
    Objects.requireNonNull(details, "details");
    frames = List.copyOf(frames);
    open = List.copyOf(open);
  }

  /** An end of which nobody knows a VM operation or whose fault it was. */
  public CrashSeen(
      String kind,
      String why,
      Instant lastSign,
      long missingNanos,
      String signal,
      String problemFrame,
      String module,
      String thread,
      List<String> frames,
      String log) {
    this(
        kind,
        why,
        lastSign,
        missingNanos,
        signal,
        problemFrame,
        module,
        thread,
        frames,
        log,
        null,
        null,
        CrashDetails.NONE,
        List.of());
  }
}
