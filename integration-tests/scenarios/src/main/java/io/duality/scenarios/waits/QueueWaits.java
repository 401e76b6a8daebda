package io.duality.scenarios.waits;

import java.util.List;
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

/** Waits at queues: for room, for an element, for somebody on the other side. */
final class QueueWaits {
  private static final String ORDER = "order";

  private final BlockingQueue<String> arrayFull = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<String> arrayEmpty = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<String> arrayPolled = new ArrayBlockingQueue<>(1);
  private final BlockingQueue<String> linkedFull = new LinkedBlockingQueue<>(1);
  private final BlockingQueue<String> linkedEmpty = new LinkedBlockingQueue<>();
  private final LinkedBlockingDeque<String> dequeFull = new LinkedBlockingDeque<>(1);
  private final LinkedBlockingDeque<String> dequeEmpty = new LinkedBlockingDeque<>();
  private final PriorityBlockingQueue<String> urgent = new PriorityBlockingQueue<>();
  private final DelayQueue<Reminder> reminders = new DelayQueue<>();
  private final DelayQueue<Reminder> alarms = new DelayQueue<>();
  private final SynchronousQueue<String> handOver = new SynchronousQueue<>();
  private final SynchronousQueue<String> handIn = new SynchronousQueue<>();
  private final SynchronousQueue<String> fairHandIn = new SynchronousQueue<>(true);
  private final LinkedTransferQueue<String> letters = new LinkedTransferQueue<>();
  private final LinkedTransferQueue<String> parcels = new LinkedTransferQueue<>();

  List<WaitKind> kinds() {
    return List.of(
        full("array-put", arrayFull),
        empty("array-take", arrayEmpty),
        new WaitKind("array-poll", gives(arrayPolled), () -> arrayPolled.poll(1, TimeUnit.HOURS)),
        full("linked-put", linkedFull),
        empty("linked-take", linkedEmpty),
        full("deque-put", dequeFull),
        empty("deque-take", dequeEmpty),
        empty("priority-take", urgent),
        new WaitKind("delay-take", this::remind, reminders::take),
        new WaitKind("delay-take-due", this::alarm, alarms::take),
        new WaitKind("synchronous-put", takes(handOver), () -> handOver.put(ORDER)),
        empty("synchronous-take", handIn),
        empty("synchronous-fair-take", fairHandIn),
        empty("transfer-take", letters),
        new WaitKind("transfer-transfer", takes(parcels), () -> parcels.transfer(ORDER)));
  }

  private static WaitKind full(String id, BlockingQueue<String> queue) {
    Holding filled =
        gate -> {
          queue.clear();
          queue.put(ORDER);
          gate.hold();
          queue.take();
        };
    return new WaitKind(id, filled, () -> queue.put(ORDER));
  }

  private static WaitKind empty(String id, BlockingQueue<String> queue) {
    return new WaitKind(id, gives(queue), queue::take);
  }

  private static Holding gives(BlockingQueue<String> queue) {
    return gate -> {
      gate.hold();
      queue.put(ORDER);
    };
  }

  private static Holding takes(BlockingQueue<String> queue) {
    return gate -> {
      gate.hold();
      queue.take();
    };
  }

  private void remind(Gate gate) throws InterruptedException {
    gate.hold();
    reminders.put(new Reminder(System.nanoTime()));
  }

  /** Its first element is due in an hour, so that who takes waits with a time. */
  private void alarm(Gate gate) throws InterruptedException {
    alarms.clear();
    alarms.put(new Reminder(System.nanoTime() + TimeUnit.HOURS.toNanos(1)));
    gate.hold();
    alarms.put(new Reminder(System.nanoTime()));
  }

  private record Reminder(long due) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
