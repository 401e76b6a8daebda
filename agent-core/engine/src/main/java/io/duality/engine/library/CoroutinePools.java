package io.duality.engine.library;

import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.List;

/** Kotlin's {@code Dispatchers.Default} and {@code IO}, which share one scheduler. */
final class CoroutinePools implements PoolRule {
  private static final String SCHEDULING = "kotlinx/coroutines/scheduling/CoroutineScheduler";
  private static final String NAME = "kotlin coroutine schedulers";

  private enum Role {
    SCHEDULER,
    WORKER
  }

  private static final int SCHEDULER_NAME = 0;

  private static final int WORKER_SCHEDULER = 0;
  private static final int WORKER_STATE = 1;

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(NAME, Role.SCHEDULER, SCHEDULING, "schedulerName", "Ljava/lang/String;"),
          KnownClass.of(
              NAME,
              Role.WORKER,
              SCHEDULING + "$Worker",
              "this$0",
              "Lkotlinx/coroutines/scheduling/CoroutineScheduler;",
              "state",
              "Lkotlinx/coroutines/scheduling/CoroutineScheduler$WorkerState;"));

  private final KnownClasses known;

  CoroutinePools(KnownClasses known) {
    this.known = known;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    Object scheduler = shape.is(Role.WORKER) ? shape.reference(thread, WORKER_SCHEDULER) : null;
    return known.of(scheduler).is(Role.SCHEDULER) ? scheduler : null;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    return null; // its queues are many, and its own
  }

  @Override
  public LibraryPool read(Object scheduler, List<Thread> workers) {
    Shape shape = known.of(scheduler);
    int busy = 0;
    for (Thread worker : workers) {
      // The names of an enum's constants are kept by the JDK's own class.
      String state =
          known.of(worker).reference(worker, WORKER_STATE) instanceof Enum<?> constant
              ? constant.name()
              : "";
      busy += state.equals("CPU_ACQUIRED") || state.equals("BLOCKING") ? 1 : 0;
    }
    String name = shape.text(scheduler, SCHEDULER_NAME);
    return new LibraryPool(
        Part.POOL,
        scheduler,
        "kotlin",
        "pool " + (name == null ? PoolNames.prefix(workers.get(0).getName()) : name),
        PoolSeen.UNKNOWN, // tasks that block get further workers
        workers,
        busy,
        null,
        PoolSeen.UNKNOWN,
        Phase.RUNNING);
  }
}
