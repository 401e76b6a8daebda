package io.duality.scenarios.waits;

import static io.duality.scenarios.waits.Cells.seen;

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
        put("synchronous-put", "`SynchronousQueue.put`", "handOver"),
        take("synchronous-take", "`SynchronousQueue.take`", "handIn"),
        take("synchronous-fair-take", "`SynchronousQueue.take`, fair", "fairHandIn"),
        take("transfer-take", "`LinkedTransferQueue.take`", "letters"),
        at("transfer-transfer", "`LinkedTransferQueue.transfer`", "transfer", "parcels"),
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
    return at(id, label, "put", field);
  }

  private static Row take(String id, String label, String field) {
    return at(id, label, "take", field);
  }

  private static Row at(String id, String label, String op, String field) {
    return Row.of(
        id, label, seen("queue", op).field("QueueWaits." + field).nobody(Reasons.OTHER_SIDE));
  }
}
