package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.boot.DirectBuffers;
import io.duality.boot.Hooks;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BufferSamplesTest {
  private final BufferSamples samples = new BufferSamples(new ContextHistory(16), span -> -1);

  @BeforeEach
  void arm() {
    Hooks.armed = true;
  }

  @AfterEach
  void disarm() {
    Hooks.armed = false;
    samples.watch(false);
    DirectBuffers.forget();
  }

  @Test
  void end_of_an_investigation_leaves_no_stack_behind() {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    samples.watch(true);
    DirectBuffers.made(buffer);
    samples.watch(false);

    AtomicInteger left = new AtomicInteger();
    DirectBuffers.drain(
        new DirectBuffers.Reader() {
          @Override
          public void take(DirectBuffers.Entry entry) {
            left.incrementAndGet();
          }
        });

    assertEquals(0, left.get(), "a stack keeps the classes in it from being unloaded");
    assertEquals(1, samples.alive().size(), "it was taken over");
    assertEquals(1, buffer.capacity());
  }

  @Test
  void self_test_that_ends_while_an_investigation_begins_does_not_end_it() {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    DirectBuffers.watch();
    samples.watch(true);
    samples.watch(true);
    DirectBuffers.unwatch();
    DirectBuffers.made(buffer);
    samples.drain();
    assertEquals(1, samples.alive().size());

    samples.watch(false);
    long seen = DirectBuffers.seen();
    DirectBuffers.made(buffer);
    assertEquals(seen, DirectBuffers.seen(), "nobody looks any more");
    assertEquals(1, buffer.capacity());
  }
}
