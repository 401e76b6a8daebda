package io.duality.engine.library;

import io.duality.boot.Peek;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Which library made a pool of the JDK, and what it calls it: Spring's executors and schedulers,
 * Reactor's and RxJava's schedulers, Vert.x's worker pools.
 */
public final class JdkPoolLabels {
  private static final String SPRING = "org/springframework/";
  private static final long FACTORY = Peek.offset(ThreadPoolExecutor.class, "threadFactory");

  private enum Role {
    SPRING_BEAN,
    SPRING_NAMES,
    REACTOR,
    RX,
    VERTX
  }

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(
                  "spring executors",
                  Role.SPRING_BEAN,
                  SPRING + "scheduling/concurrent/ExecutorConfigurationSupport",
                  "beanName",
                  "Ljava/lang/String;")
              .withSubclasses(),
          KnownClass.of(
                  "spring executors",
                  Role.SPRING_NAMES,
                  SPRING + "util/CustomizableThreadCreator",
                  "threadNamePrefix",
                  "Ljava/lang/String;")
              .withSubclasses(),
          KnownClass.of(
              "reactor schedulers",
              Role.REACTOR,
              "reactor/core/scheduler/ReactorThreadFactory",
              "name",
              "Ljava/lang/String;"),
          rx("3", "io/reactivex/rxjava3/"),
          rx("2", "io/reactivex/"),
          KnownClass.of(
                  "vert.x threads", Role.VERTX, "io/vertx/core/impl/VertxThread", "worker", "Z")
              .withSubclasses());

  private final KnownClasses known;

  JdkPoolLabels(KnownClasses known) {
    this.known = known;
  }

  private static KnownClass rx(String version, String root) {
    return KnownClass.of(
        "rxjava " + version + " schedulers",
        Role.RX,
        root + "internal/schedulers/RxThreadFactory",
        "prefix",
        "Ljava/lang/String;");
  }

  /**
   * What a library says of a pool.
   *
   * @param library {@code spring}, {@code reactor}, {@code rxjava} or {@code vertx}
   * @param name what a person would call it, without {@code pool} in front; or null when its
   *     threads' names say it best
   */
  public record Label(String library, String name) {}

  /**
   * What a library says of a pool of the JDK; null when it is nobody's.
   *
   * @param pool a ThreadPoolExecutor of any class
   * @param worker one of its threads, or null
   */
  public Label of(Object pool, Thread worker) {
    if (!known.any()) {
      return null;
    }
    Object factory = pool instanceof ThreadPoolExecutor ? Peek.reference(pool, FACTORY) : null;
    Shape shape = known.of(factory);
    if (shape.as(Role.SPRING_BEAN) != Shape.UNKNOWN) {
      String bean = shape.as(Role.SPRING_BEAN).text(factory, 0);
      return new Label("spring", bean == null ? prefix(factory, shape) : bean);
    }
    if (shape.as(Role.SPRING_NAMES) != Shape.UNKNOWN) {
      return new Label("spring", prefix(factory, shape));
    }
    if (shape.is(Role.REACTOR) || shape.is(Role.RX)) {
      return new Label(shape.is(Role.RX) ? "rxjava" : "reactor", shape.text(factory, 0));
    }
    return known.of(worker).as(Role.VERTX) == Shape.UNKNOWN ? null : new Label("vertx", null);
  }

  private static String prefix(Object factory, Shape shape) {
    String prefix = shape.as(Role.SPRING_NAMES).text(factory, 0);
    return prefix == null || prefix.isEmpty() ? null : PoolNames.trimmed(prefix);
  }
}
