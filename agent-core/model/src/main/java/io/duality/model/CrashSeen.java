package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The end of an earlier process, as far as what it left tells.
 *
 * @param kind {@code killed}, {@code native crash}, {@code out of memory}, {@code halted} or {@code
 *     unknown}
 * @param why how that is known, a clause
 * @param lastSign the last moment it is known to have lived
 * @param missingNanos how much of its end may be missing from the recording, at most; or {@link
 *     Vitals#UNKNOWN}
 * @param signal such as {@code SIGSEGV}, or null
 * @param problemFrame the frame in which it crashed, or null
 * @param module the library of that frame, or null
 * @param thread the name of the thread that crashed, or null
 * @param frames the native and Java frames of that thread, top first
 * @param log the name of the crash log, or null
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
    String log) {
  public CrashSeen {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(lastSign, "lastSign");
    frames = List.copyOf(frames);
  }
}
