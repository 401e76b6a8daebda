package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has which connection. */
class BorrowsTest {
  private final Object pool = new Object();
  private final Object connection = new Object();
  private final OpenLoan seen = new OpenLoan();
  private final OpenSlot slot = new OpenSlot();

  @BeforeEach
  void arm() {
    Hooks.armed = true;
  }

  @AfterEach
  void disarm() {
    Borrows.returned(connection);
    Hooks.armed = false;
  }

  /** The loan of the pool, if one is open. */
  private boolean find(Object of) {
    for (int i = 0; i < Borrows.CAPACITY; i++) {
      if (Borrows.read(i, seen) && seen.pool == of) {
        return true;
      }
    }
    return false;
  }

  @Test
  void borrowed_connection_has_a_borrower_a_time_and_a_place_until_it_is_returned() {
    long before = System.nanoTime();
    Borrows.borrowed(connection, pool);

    assertTrue(find(pool));
    assertSame(connection, seen.connection);
    assertSame(Thread.currentThread(), seen.borrower);
    assertEquals(Thread.currentThread().getId(), seen.borrowerId);
    assertTrue(seen.sinceNanos - before >= 0 && seen.sinceNanos - System.nanoTime() <= 0);
    assertTrue(
        java.util.Arrays.toString(seen.frames).contains("BorrowsTest"),
        () -> java.util.Arrays.toString(seen.frames));
    Borrows.returned(connection);
    assertFalse(find(pool));
  }

  @Test
  void connection_may_be_returned_by_another_thread_and_borrowed_again() throws Exception {
    Borrows.borrowed(connection, pool);
    Thread other = new Thread(() -> Borrows.returned(connection));
    other.start();
    other.join();
    assertFalse(find(pool));
    Thread next = new Thread(() -> Borrows.borrowed(connection, pool), "next");
    next.start();
    next.join();

    assertTrue(find(pool));
    assertSame(next, seen.borrower);
  }

  @Test
  void borrower_that_ends_is_let_go_but_for_its_name() throws Exception {
    Thread importer = new Thread(() -> Borrows.borrowed(connection, pool), "importer");
    importer.start();
    importer.join();
    Borrows.sweep();

    assertTrue(find(pool));
    assertNull(seen.borrower);
    assertEquals("importer", seen.borrowerName);
    assertEquals(importer.getId(), seen.borrowerId);
  }

  @Test
  void frames_are_not_taken_at_each_of_many_borrows() {
    int taken = 0;
    int borrows = 2_000;
    long begun = System.nanoTime();
    for (int i = 0; i < borrows; i++) {
      Borrows.borrowed(connection, pool);
      taken += find(pool) && seen.frames != null ? 1 : 0;
      Borrows.returned(connection);
    }
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(taken <= millis + 5, taken + " in " + millis + " ms");
  }

  @Test
  void neither_pool_nor_connection_nor_handle_is_kept_alive() {
    WeakReference<Object> gone = borrowAndForget();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!gone.refersTo(null) && System.nanoTime() - deadline < 0) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(gone.refersTo(null));
  }

  private static WeakReference<Object> borrowAndForget() {
    Object own = new Object();
    Object connectionOfIt = new Object();
    Borrows.lent(new Object(), connectionOfIt, own);
    return new WeakReference<>(own);
  }

  @Test
  void handle_that_was_collected_tells_that_the_connection_is_lost() {
    Borrows.lent(new Object(), connection, pool);
    long deadline = System.nanoTime() + 20_000_000_000L;
    boolean lost = false;
    while (!lost && System.nanoTime() - deadline < 0) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
      lost = find(pool) && seen.lost;
    }
    assertTrue(lost);
    assertSame(connection, seen.connection);
  }

  @Test
  void wait_for_a_connection_is_one_wait_whatever_is_parked_on_inside() {
    Object route = new Object();
    Object inner = new Object();
    Borrows.waits(pool, route, Borrows.AS_INSIDE);
    Hooks.parksNanos(3_000_000_000L, inner, Op.TAKE, true);

    assertTrue(Slots.read(Thread.currentThread(), slot));
    assertSame(pool, slot.blocker);
    assertSame(route, slot.queue);
    assertEquals(Op.BORROW, slot.op);
    assertTrue(slot.timeoutNanos >= 3_000_000_000L, () -> "" + slot.timeoutNanos);
    assertTrue(slot.timeoutNanos < 60_000_000_000L, () -> "" + slot.timeoutNanos);
    Hooks.ends(inner);
    assertTrue(Slots.read(Thread.currentThread(), slot), "the wait inside is over, not this");
    Borrows.waited(pool);
    assertFalse(Slots.read(Thread.currentThread(), slot));
  }

  @Test
  void wait_with_a_limit_of_its_own_keeps_it() {
    Borrows.waits(pool, null, 250);
    assertTrue(Slots.read(Thread.currentThread(), slot));
    assertEquals(250_000_000L, slot.timeoutNanos);
    Borrows.waited(pool);
  }

  @Test
  void nothing_is_noted_while_disarmed_but_returns() {
    Borrows.borrowed(connection, pool);
    Hooks.armed = false;
    Object other = new Object();
    Borrows.borrowed(new Object(), other);
    assertFalse(find(other));
    Borrows.returned(connection);
    assertFalse(find(pool));
    assertNotNull(seen.trace);
  }
}
