package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.seen;
import static io.duality.scenarios.waits.Place.VIRTUAL_25;

import java.util.List;

/** Queues. */
final class QueueRows {
  private QueueRows() {}

  static List<Row> all() {
    return List.of(
        put("array-put", "`ArrayBlockingQueue.put`", "arrayFull"),
        take("array-take", "`ArrayBlockingQueue.take`", "arrayEmpty"),
        Row.of(
            "array-poll",
            "`ArrayBlockingQueue.poll(1h)`",
            seen("queue", "take")
                .within()
                .field("QueueWaits.arrayPolled")
                .nobody(Reasons.OTHER_SIDE)),
        put("linked-put", "`LinkedBlockingQueue.put`", "linkedFull"),
        take("linked-take", "`LinkedBlockingQueue.take`", "linkedEmpty"),
        put("deque-put", "`LinkedBlockingDeque.put`", "dequeFull"),
        take("deque-take", "`LinkedBlockingDeque.take`", "dequeEmpty"),
        take("priority-take", "`PriorityBlockingQueue.take`", "urgent"),
        take("delay-take", "`DelayQueue.take`, empty", "reminders"),
        Row.of(
            "delay-take-due",
            "`DelayQueue.take`, next element in 1h",
            seen("queue", "take").within().field("QueueWaits.alarms").nobody(Reasons.OTHER_SIDE)),
        sampledPut("synchronous-put", "`SynchronousQueue.put`", "handOver"),
        sampledTake("synchronous-take", "`SynchronousQueue.take`", "handIn"),
        sampledTake("synchronous-fair-take", "`SynchronousQueue.take`, fair", "fairHandIn"),
        sampledTake("transfer-take", "`LinkedTransferQueue.take`", "letters"),
        sampledPut("transfer-transfer", "`LinkedTransferQueue.transfer`", "parcels"),
        Row.of(
            "scheduled-worker",
            "`ScheduledThreadPoolExecutor`, idle worker",
            seen("queue", "take")
                .named(
                    "field of the pool",
                    "field",
                    "io\\.duality\\.scenarios\\.waits\\.ThreadWaits\\.schedule queue")
                .nobody(Reasons.OTHER_SIDE)
                .untraced(Reasons.NO_TRACE)));
  }

  private static Row put(String id, String label, String field) {
    return Row.of(
        id, label, seen("queue", "put").field("QueueWaits." + field).nobody(Reasons.OTHER_SIDE));
  }

  private static Row take(String id, String label, String field) {
    return Row.of(
        id, label, seen("queue", "take").field("QueueWaits." + field).nobody(Reasons.OTHER_SIDE));
  }

  private static Row sampledTake(String id, String label, String field) {
    return sampled(id, label, Cells.sampled("queue", "take", "sample"), field);
  }

  private static Row sampledPut(String id, String label, String field) {
    Cells cells = Cells.sampled("queue", "take", "sample").notRight(Reasons.SAMPLED_QUEUE);
    return sampled(id, label, cells, field);
  }

  private static Row sampled(String id, String label, Cells cells, String field) {
    return Row.of(id, label, cells.field("QueueWaits." + field).nobody(Reasons.OTHER_SIDE))
        .unseenOn(VIRTUAL_25, Reasons.VIRTUAL_PARK);
  }
}
