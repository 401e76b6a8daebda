package io.duality.scenarios;

import java.util.ArrayDeque;
import java.util.Deque;

/** Consumers of a buffer somebody wrote by hand, from before there were queues. */
public final class HandWrittenBuffer implements Situation {
  private final Deque<Integer> buffer = new ArrayDeque<>();
  private int last;

  @Override
  public void open(Stage stage) {
    for (int i = 1; i <= 3; i++) {
      stage.untraced("consumer-" + i, this::take);
    }
    stage.untraced("producer", this::put);
  }

  private int take() throws InterruptedException {
    synchronized (buffer) {
      while (buffer.isEmpty()) {
        buffer.wait();
      }
      return buffer.remove();
    }
  }

  private void put() {
    synchronized (buffer) {
      if (last < 20) { // then the producer has nothing left, and the consumers wait for good
        buffer.add(last++);
        buffer.notifyAll();
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new HandWrittenBuffer());
  }
}
