package io.duality.engine.weave;

import io.duality.boot.Op;
import io.duality.boot.Peek;
import java.util.List;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * The queues that hand an element from thread to thread. Until JDK 21 each has a method of its own
 * that every operation goes through, so that only calls behind its park may tell of the end; later
 * all of them wait in one method of a node.
 */
final class TransferHooks {
  private static final String TRANSFER = "(Ljava/lang/Object;ZJ)Ljava/lang/Object;";
  private static final String NODE = "Ljava/util/concurrent/LinkedTransferQueue$Node;";

  private TransferHooks() {}

  /** The hooks for a release of the JDK. */
  static List<JdkHook> of(int feature) {
    return feature >= 22
        ? List.of(new Node())
        : List.of(
            new Synchronous(false, Call.FORGET_IN_STACK, Call.CLEAN_STACK),
            new Synchronous(true, Call.FORGET_IN_QUEUE, Call.CLEAN_QUEUE),
            new Linked());
  }

  /** A synchronous queue until 21, fair or not. */
  private static final class Synchronous extends JdkHook {
    private final boolean fair;

    Synchronous(boolean fair, Call forgets, Call cleans) {
      super(
          PACKAGE.concat(
              fair ? "SynchronousQueue$TransferQueue" : "SynchronousQueue$TransferStack"),
          "put/take",
          List.of(
              MethodPlan.of(
                      "transfer",
                      TRANSFER,
                      new Entry.Transfers(1, 0, Op.PUT),
                      Exit.THROWS,
                      Call.MANAGED_BLOCK,
                      1)
                  .and(Call.PARK_NANOS, 1)
                  .and(forgets, 1, Entry.Ends.well())
                  .and(cleans, 1, Entry.Ends.badly())));
      this.fair = fair;
    }

    @Override
    Trial trial() {
      return take(fair);
    }
  }

  private static JdkHook.Trial take(boolean fair) {
    SynchronousQueue<Object> queue = new SynchronousQueue<>(fair);
    long transferer = Peek.offset(SynchronousQueue.class, "transferer");
    return new JdkHook.Trial(Peek.reference(queue, transferer), queue::take);
  }

  /** A transfer queue until 21. */
  private static final class Linked extends JdkHook {
    Linked() {
      super(
          PACKAGE.concat("LinkedTransferQueue"),
          "transfer/take",
          List.of(
              MethodPlan.of(
                      "awaitMatch",
                      "(" + NODE + NODE + "Ljava/lang/Object;ZJ)Ljava/lang/Object;",
                      new Entry.Transfers(3, 0, Op.TRANSFER),
                      Exit.MATCH,
                      Call.MANAGED_BLOCK,
                      1)
                  .and(Call.PARK_NANOS, 1)));
    }

    @Override
    Trial trial() {
      LinkedTransferQueue<Object> queue = new LinkedTransferQueue<>();
      return new Trial(queue, queue::take);
    }
  }

  /** Both kinds of queue from 22 on. */
  private static final class Node extends JdkHook {
    Node() {
      super(
          PACKAGE.concat("LinkedTransferQueue$DualNode"),
          "await",
          List.of(
              MethodPlan.of(
                      "await",
                      "(Ljava/lang/Object;JLjava/lang/Object;Z)Ljava/lang/Object;",
                      new Entry.Transfers(1, 4, Op.NONE),
                      Exit.THROWS,
                      Call.MANAGED_BLOCK,
                      1)
                  .and(Call.PARK_BARE, 1)
                  .and(Call.PARK_NANOS_BARE, 1)
                  .and(Call.SET_BLOCKER, 2, Entry.Ends.transfer(6, 1, 4))
                  .blockedBy(4)));
    }

    @Override
    Trial trial() {
      LinkedTransferQueue<Object> queue = new LinkedTransferQueue<>();
      return new Trial(queue, queue::take);
    }
  }
}
