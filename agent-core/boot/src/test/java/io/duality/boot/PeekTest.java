package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeekTest {
  @SuppressWarnings("unused") // read by offset
  private static final class Parcel {
    static final String LABEL = "fragile";
    final Object content = "a vase";
    final int count = 7;
    final long weight = 1L << 40;
    final byte zone = 3;
    final boolean paid = true;
    final double price = 9.5;
  }

  private final Parcel parcel = new Parcel();

  private static long offset(String field) {
    return Peek.offset(Parcel.class, field);
  }

  @Test
  void every_type_is_read_as_what_it_is() {
    assertSame(parcel.content, Peek.reference(parcel, offset("content")));
    assertEquals(7, Peek.integer(parcel, offset("count")));
    assertEquals(1L << 40, Peek.longInteger(parcel, offset("weight")));
    assertEquals(3, Peek.octet(parcel, offset("zone")));
    assertTrue(Peek.bool(parcel, offset("paid")));
  }

  @Test
  void number_that_is_taken_for_a_reference_reads_as_absent_and_ends_no_jvm() {
    for (String field : new String[] {"count", "weight", "zone", "paid", "price"}) {
      assertNull(Peek.reference(parcel, offset(field)), field);
      assertFalse(Peek.isReference(offset(field)), field);
    }
    assertEquals(0, Peek.integer(parcel, offset("weight")));
    assertEquals(0, Peek.longInteger(parcel, offset("count")));
    assertEquals(0, Peek.integer(parcel, offset("content")));
    assertFalse(Peek.bool(parcel, offset("zone")));
  }

  @Test
  void field_that_is_absent_or_static_or_of_no_object_reads_as_absent() {
    assertEquals(Peek.NONE, offset("sender"));
    assertEquals(Peek.NONE, offset("LABEL"));
    assertNull(Peek.reference(parcel, Peek.NONE));
    assertEquals(0, Peek.integer(parcel, Peek.NONE));
    assertNull(Peek.reference(null, offset("content")));
  }

  @Test
  void type_that_is_known_from_the_bytes_needs_no_class_to_be_asked() {
    assertSame(
        parcel.content,
        Peek.reference(parcel, Peek.offset(Parcel.class, "content", "Ljava/lang/Object;")));
    assertEquals(7, Peek.integer(parcel, Peek.offset(Parcel.class, "count", "I")));
    assertEquals(Peek.NONE, Peek.offset(Parcel.class, "sender", "J"));
  }

  @Test
  void state_and_id_of_a_thread_are_what_the_thread_says() {
    Thread thread = new Thread(() -> {});
    assertSame(Thread.State.NEW, Peek.state(thread));
    assertEquals(thread.getId(), Peek.threadId(thread));
    assertSame(Thread.State.RUNNABLE, Peek.state(Thread.currentThread()));
  }
}
