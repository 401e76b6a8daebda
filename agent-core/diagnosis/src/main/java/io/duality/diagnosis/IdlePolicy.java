package io.duality.diagnosis;

import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tells a wait that may be a stall from the way idle threads spend their time. It judges one wait
 * by itself; that a wait becomes active because others wait behind its thread is decided by {@link
 * WaitForGraph}.
 */
public final class IdlePolicy {
  /** The policy without patterns of one's own. */
  public static final IdlePolicy DEFAULT = new IdlePolicy(List.of());

  /** Its locks are held for moments by the agent's own threads, which no look shows. */
  private static final String FLIGHT_RECORDER = "jdk.jfr.";

  /**
   * For as long a wait whose timeout is in no field counts as within it: longer than requests and
   * long polls usually wait at most.
   */
  private static final long UNKNOWN_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final IdleFrames frames;

  /**
   * A policy with further idle patterns.
   *
   * @param extraIdle globs ({@code *}) on {@code package.Class.method} of any frame, or on thread
   *     names
   */
  public IdlePolicy(List<String> extraIdle) {
    frames = new IdleFrames(extraIdle);
  }

  /**
   * What a wait is.
   *
   * @param active whether it may be a stall
   * @param reason why, as a clause
   * @param needsStack whether the judgement would be better with the thread's frames, which were
   *     not taken
   */
  public record Judgement(boolean active, String reason, boolean needsStack) {
    public Judgement {
      Objects.requireNonNull(reason, "reason");
    }

    static Judgement active(String reason) {
      return new Judgement(true, reason, false);
    }

    static Judgement idle(String reason) {
      return new Judgement(false, reason, false);
    }
  }

  /**
   * Judges a wait by itself.
   *
   * @param wait the wait
   * @param thread who waits, or null when the look does not say
   * @param resource what for
   * @param nowNanos the monotonic time of the look
   */
  public Judgement judge(OpenWait wait, ThreadSeen thread, Resource resource, long nowNanos) {
    String pattern = thread == null ? null : frames.configured(thread);
    if (pattern != null) {
      return Judgement.idle("configured as idle: " + pattern);
    }
    if (resource.className().startsWith(FLIGHT_RECORDER)
        && (thread == null || thread.trace() == null)) {
      return Judgement.idle("a thread of the Java runtime at the flight recorder's lock");
    }
    if (isExclusive(wait, thread, resource)) {
      return Judgement.active("waits for what another thread holds");
    }
    if (isPut(wait, resource)) {
      return Judgement.active("waits for room in a full queue");
    }
    if (thread == null) {
      return Judgement.idle("nothing is known of the thread");
    }
    if (OutsideWaits.is(resource.kind())) {
      return OutsideWaits.judge(wait, thread, nowNanos);
    }
    return resource.kind() == ResourceKind.SEMAPHORE
        ? permit(thread)
        : event(wait, thread, resource.kind(), nowNanos);
  }

  private Judgement permit(ThreadSeen thread) {
    if (thread.trace() != null) {
      return Judgement.active("waits for a permit and carries a trace");
    }
    if (thread.frames().isEmpty()) {
      return new Judgement(false, "waits for a permit and carries no trace", true);
    }
    return frames.runsTask(thread)
        ? Judgement.active("waits for a permit inside a pool's task")
        : Judgement.idle("waits for a permit, without a trace and outside any pool's task");
  }

  private Judgement event(OpenWait wait, ThreadSeen thread, ResourceKind kind, long nowNanos) {
    String idle = frames.idle(thread);
    if (idle != null) {
      return Judgement.idle(idle);
    }
    String what = kind.label().replace('-', ' ');
    if (thread.trace() == null) {
      return Judgement.idle("waits for an event (" + what + ") and carries no trace");
    }
    long limit = Limits.known(wait) ? wait.timeoutNanos() : UNKNOWN_LIMIT_NANOS;
    if (!Limits.none(wait) && wait.ageNanos(nowNanos) <= limit) {
      return Judgement.idle(
          Limits.known(wait)
              ? "inside its timeout of " + Words.duration(wait.timeoutNanos())
              : "inside its timeout, whose length is not known");
    }
    String reason =
        Limits.known(wait)
            ? "past its timeout of " + Words.duration(wait.timeoutNanos())
            : !Limits.none(wait)
                ? "carries a trace and waits for longer than most timeouts; its own is not known"
                : "carries a trace and waits without a timeout (" + what + ")";
    return new Judgement(true, reason, thread.frames().isEmpty());
  }

  /** Whether the wait is for something that another thread must let go of. */
  static boolean isExclusive(OpenWait wait, ThreadSeen thread, Resource resource) {
    return resource.kind().exclusive() && !isNotification(wait, thread, resource);
  }

  /** Whether the wait is {@code Object.wait} before its notification: nobody's hold delays it. */
  static boolean isNotification(OpenWait wait, ThreadSeen thread, Resource resource) {
    return resource.kind() == ResourceKind.MONITOR
        && wait.op().equals("wait")
        && (thread == null || thread.state() != Thread.State.BLOCKED);
  }

  /** Whether the wait is for room in a queue. */
  static boolean isPut(OpenWait wait, Resource resource) {
    if (resource.kind() != ResourceKind.QUEUE) {
      return false;
    }
    return putOp(wait);
  }

  /** Whether a wait for a queue is one for room in it. */
  static boolean putOp(OpenWait wait) {
    String op = wait.op().toLowerCase(Locale.ROOT);
    return op.startsWith("put") || op.startsWith("offer") || op.startsWith("transfer");
  }

  /** Whether who waits so has nothing to do, and gives back nothing that it still has. */
  static boolean jobless(Judgement judgement) {
    return !judgement.active()
        && (judgement.reason().contains("without work")
            || IdleFrames.JOBLESS.contains(judgement.reason()));
  }
}
