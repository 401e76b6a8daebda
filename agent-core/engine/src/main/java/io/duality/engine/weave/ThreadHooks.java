package io.duality.engine.weave;

import io.duality.boot.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Thread.join}, {@code Thread.sleep}, and the end by what nobody has caught. Until JDK 20 a
 * sleep is a native method, which no hook can be in front of; virtual threads wait in methods of
 * their own.
 */
final class ThreadHooks {
  private static final String THREAD = "java.lang.Thread";
  private static final MethodPlan JOIN =
      MethodPlan.of(
          "join", "(J)V", new Entry.Parks(Op.JOIN, Entry.ALWAYS), Exit.JOIN, Call.WAIT, 2);

  /** No handler is set or wrapped for it; the end of a virtual thread comes along here too. */
  private static final MethodPlan UNCAUGHT =
      MethodPlan.quiet("dispatchUncaughtException", "(Ljava/lang/Throwable;)V")
          .and(Call.UNCAUGHT, 1, new TellsThrown("uncaught", 2));

  private ThreadHooks() {}

  /** The hooks for a release of the JDK. */
  static List<JdkHook> of(int feature) {
    List<JdkHook> hooks = new ArrayList<>();
    hooks.add(feature < 21 ? new Join() : new JoinAndSleep());
    if (feature >= 21) {
      hooks.add(new VirtualJoin());
    }
    return hooks;
  }

  private static final class Join extends JdkHook {
    Join() {
      super(THREAD, "join/uncaught", List.of(JOIN, UNCAUGHT));
    }

    @Override
    boolean setsUpCommonPool() {
      return false;
    }

    @Override
    Trial trial() {
      return new Trial(Thread.currentThread(), Thread.currentThread()::join);
    }

    @Override
    boolean provesUncaught() {
      return true;
    }
  }

  private static final class JoinAndSleep extends JdkHook {
    JoinAndSleep() {
      super(
          THREAD,
          "join/sleep/uncaught",
          List.of(
              JOIN,
              UNCAUGHT,
              MethodPlan.of("sleepNanos", "(J)V", new Entry.Sleeps(), Exit.SLEEP, Call.SLEEP, 1)
                  .and(Call.SLEEP_VIRTUAL, 1)
                  .blockedBy(Entry.NEVER)));
    }

    @Override
    boolean setsUpCommonPool() {
      return false;
    }

    @Override
    Trial trial() {
      return new Trial(Thread.currentThread(), Thread.currentThread()::join);
    }

    @Override
    boolean provesUncaught() {
      return true;
    }
  }

  /** The end of a virtual thread, which is a latch inside. */
  private static final class VirtualJoin extends JdkHook {
    VirtualJoin() {
      super(
          "java.lang.VirtualThread",
          "join",
          List.of(
              MethodPlan.of(
                      "joinNanos",
                      "(J)Z",
                      new Entry.Parks(Op.JOIN, Entry.ALWAYS),
                      Exit.TIMED,
                      Call.LATCH_AWAIT,
                      1)
                  .and(Call.LATCH_AWAIT_TIMED, 1)));
    }

    /** None: a virtual thread would start their scheduler in an application that has none. */
    @Override
    Trial trial() {
      return null;
    }
  }
}
