package io.duality.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.pool.ToyPool;
import io.duality.boot.Borrows;
import io.duality.boot.Hooks;
import io.duality.boot.Op;
import io.duality.boot.OpenLoan;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import io.duality.engine.library.BorrowPlan.Call;
import io.duality.engine.library.BorrowPlan.Point;
import io.duality.engine.library.BorrowPlan.Value;
import io.duality.engine.library.BorrowPlan.Waiting;
import io.duality.model.HookState;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of the application is woven after a plan; one that is different is left alone. */
class BorrowRuleTest {
  private static final String NAME = "com/acme/pool/ToyPool";
  private static final Call POLL =
      new Call(
          "java/util/concurrent/BlockingQueue",
          "poll",
          "(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;");

  private final OpenLoan loan = new OpenLoan();
  private final OpenSlot slot = new OpenSlot();

  @BeforeEach
  void arm() {
    Hooks.armed = true;
  }

  @AfterEach
  void disarm() {
    Hooks.armed = false;
  }

  private static BorrowRule rule(Point... points) {
    return new BorrowRule(
        new KnownClasses(List.of()), "Toy", List.of(BorrowPlan.of("Toy", NAME, points)));
  }

  private static Point[] plan() {
    return new Point[] {
      Point.wait("borrow", new Value.This(), Waiting.in(POLL)).thenBorrows(),
      Point.giveBack("giveBack", new Value.Argument(0))
    };
  }

  private static byte[] original() throws Exception {
    try (InputStream in = ToyPool.class.getResourceAsStream("ToyPool.class")) {
      return in.readAllBytes();
    }
  }

  private static final class Loader extends ClassLoader {
    private final byte[] bytes;

    Loader(byte[] bytes) {
      super(BorrowRuleTest.class.getClassLoader());
      this.bytes = bytes;
    }

    Object pool() throws ReflectiveOperationException {
      return defineClass(ToyPool.class.getName(), bytes, 0, bytes.length)
          .getConstructor()
          .newInstance();
    }
  }

  private static Object borrow(Object pool, long millis) throws ReflectiveOperationException {
    return pool.getClass().getMethod("borrow", long.class).invoke(pool, millis);
  }

  private static void giveBack(Object pool, Object connection) throws ReflectiveOperationException {
    pool.getClass().getMethod("giveBack", Object.class).invoke(pool, connection);
  }

  private boolean lent(Object pool) {
    for (int i = 0; i < Borrows.CAPACITY; i++) {
      if (Borrows.read(i, loan) && loan.pool == pool) {
        return true;
      }
    }
    return false;
  }

  @Test
  void woven_pool_tells_who_borrows_and_who_waits() throws Exception {
    BorrowRule rule = rule(plan());
    byte[] woven = rule.weave(getClass().getClassLoader(), NAME, original());
    Object pool = new Loader(woven).pool();

    Object connection = borrow(pool, 1);
    assertTrue(lent(pool));
    assertSame(connection, loan.connection);
    assertSame(Thread.currentThread(), loan.borrower);
    StackTraceElement at = BorrowPlace.of(loan.frames);
    assertTrue(at.getClassName().startsWith("com.acme.pool."), at::toString);

    Thread waiter = new Thread(() -> waitFor(pool), "waiter");
    waiter.start();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Slots.read(waiter, slot) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertSame(pool, slot.blocker);
    assertEquals(Op.BORROW, slot.op);
    giveBack(pool, connection);
    waiter.join(20_000);
    assertFalse(Slots.read(waiter, slot));
    assertFalse(lent(pool));
    assertEquals(List.of(2, 2), counts(rule.state()));
  }

  private static void waitFor(Object pool) {
    try {
      giveBack(pool, borrow(pool, 20_000));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void wait_that_ends_with_an_exception_is_over() throws Exception {
    Object pool = new Loader(rule(plan()).weave(null, NAME, original())).pool();
    Object connection = borrow(pool, 1);

    InvocationTargetException thrown =
        assertThrows(InvocationTargetException.class, () -> borrow(pool, 1));
    assertEquals("nobody gave one back", thrown.getCause().getMessage());
    assertFalse(Slots.read(Thread.currentThread(), slot));
    giveBack(pool, connection);
  }

  @Test
  void pool_that_is_not_as_known_is_left_alone_and_status_says_why() throws Exception {
    BorrowRule rule =
        rule(
            Point.wait("borrow", new Value.This(), Waiting.in(POLL)).thenBorrows(),
            Point.giveBack("restore", new Value.Argument(0)));

    assertNull(rule.weave(null, NAME, original()));
    HookState state = rule.state();
    assertTrue(state.off(), state::line);
    assertTrue(state.line().contains("expected restore as known, found none"), state::line);
  }

  @Test
  void pool_whose_field_has_another_type_is_left_alone() throws Exception {
    BorrowRule rule =
        rule(
            Point.borrow(
                "borrow", new Value.Result(), new Value.Field("idle", "Ljava/util/List;")));

    assertNull(rule.weave(null, NAME, original()));
    assertTrue(rule.state().line().contains("expected field idle"), rule.state()::line);
  }

  private static List<Integer> counts(HookState state) {
    return List.of(state.expected(), state.found());
  }
}
