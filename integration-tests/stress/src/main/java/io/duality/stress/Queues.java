package io.duality.stress;

import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What is put into a queue is taken from it, or still in it. */
final class Queues implements Scene {
  private final boolean interrupted;

  Queues(boolean interrupted) {
    this.interrupted = interrupted;
  }

  @Override
  public void play(Crew crew) throws Exception {
    pass(crew, "array", new ArrayBlockingQueue<>(2));
    pass(crew, "array-fair", new ArrayBlockingQueue<>(2, true));
    pass(crew, "linked", new LinkedBlockingQueue<>(2));
    pass(crew, "deque", new LinkedBlockingDeque<>(2));
    pass(crew, "priority", new PriorityBlockingQueue<>());
    pass(crew, "delay", new DelayQueue<>());
    pass(crew, "synchronous", new SynchronousQueue<>());
    pass(crew, "synchronous-fair", new SynchronousQueue<>(true));
    pass(crew, "transfer", new LinkedTransferQueue<>());
  }

  private void pass(Crew crew, String name, BlockingQueue<Item> queue) throws InterruptedException {
    int each = crew.threads() / 2;
    int extra = queue.remainingCapacity() == Integer.MAX_VALUE ? 3 : 0;
    AtomicLong put = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    crew.add(
        name + "-producer",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations() + extra; i++) {
            Item item = new Item(random);
            boolean hands = i < crew.operations() && random.nextInt(4) == 0;
            put(queue, item, hands, random);
            put.addAndGet(item.value);
          }
        });
    crew.add(
        name + "-consumer",
        each,
        (self, random) -> {
          for (int i = 0; i < crew.operations(); i++) {
            taken.addAndGet(take(queue, random).value);
          }
        });
    if (interrupted) {
      crew.runInterrupted();
    } else {
      crew.run();
    }
    crew.report().invariant(name + "-left", (long) each * extra, queue.size());
    for (Item left : queue) {
      taken.addAndGet(left.value);
    }
    crew.report().invariant(name, put.get(), taken.get());
  }

  private static void put(
      BlockingQueue<Item> queue, Item item, boolean hands, SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      long micros = random.nextInt(100);
      if (Undisturbed.get(() -> queue.offer(item, micros, TimeUnit.MICROSECONDS))) {
        return;
      }
    }
    if (hands && queue instanceof TransferQueue<Item> transfer && random.nextBoolean()) {
      long micros = random.nextInt(100);
      if (Undisturbed.get(() -> transfer.tryTransfer(item, micros, TimeUnit.MICROSECONDS))) {
        return;
      }
    }
    Undisturbed.run(() -> queue.put(item));
  }

  private static Item take(BlockingQueue<Item> queue, SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      long micros = random.nextInt(100);
      Item item = Undisturbed.get(() -> queue.poll(micros, TimeUnit.MICROSECONDS));
      if (item != null) {
        return item;
      }
    }
    return Undisturbed.get(queue::take);
  }

  /** A number that may be taken after a moment. */
  private static final class Item implements Delayed {
    private final int value;
    private final long due;

    Item(SplittableRandom random) {
      value = random.nextInt(1000);
      due = System.nanoTime() + random.nextInt(50_000);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(due, ((Item) other).due);
    }
  }
}
