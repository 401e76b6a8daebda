package io.duality.engine.capture;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import java.time.Instant;
import java.util.List;

/** Another stall, of two threads that nobody else sees, begins when a bundle is half made. */
final class LateStall extends ForwardingSources {
  static final String LOCK = "com.acme.Prices.lock";

  private static final long NUMBER = 1_000;
  private static final long FEED = 9_001;
  private static final long WAITER = 9_002;

  private final Instant at = Instant.now().plusSeconds(20);
  private final long nanos = System.nanoTime() + 20_000_000_000L;

  LateStall(CaptureSources sources) {
    super(sources);
  }

  @Override
  public List<CaptureRequest> additional() {
    Alarm alarm =
        new Alarm(
            "wait",
            "wait:" + LOCK,
            "wait.age > 5s",
            "5.2s",
            "GET /price waits 5.2 s for lock " + LOCK,
            "thread:" + FEED,
            List.of(FEED, WAITER),
            1,
            List.of("GET /price"));
    return List.of(
        new CaptureRequest(
            "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c",
            "prices",
            "wait",
            at.plusMillis(3),
            alarm,
            List.of("waits")));
  }

  @Override
  public List<Look> joinedLooks() {
    return List.of(
        new Look(
            NUMBER,
            at,
            nanos,
            List.of(
                new ThreadSeen(
                    FEED, "price-feed", false, true, Thread.State.RUNNABLE, null, List.of()),
                new ThreadSeen(
                    WAITER,
                    "price-1",
                    false,
                    true,
                    Thread.State.WAITING,
                    Standstill.trace(77),
                    List.of())),
            List.of(
                new OpenWait(
                    WAITER, "lock:2", "lock", nanos - 5_200_000_000L, 0, true, SeenBy.SLOT)),
            List.of(
                new Resource(
                    "lock:2", ResourceKind.LOCK, LOCK, "Lock", 2, 1, 1, Resource.Named.FIELD)),
            List.of(
                new Holding(
                    "lock:2",
                    FEED,
                    Holding.Relation.HELD_BY,
                    null,
                    1,
                    Holding.UNKNOWN_SINCE,
                    SeenBy.OWNER)),
            List.of()));
  }
}
