package com.acme.pool;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** As pools of connections are written; its class is woven by a test. */
public final class ToyPool {
  private final BlockingQueue<Object> idle = new ArrayBlockingQueue<>(1);

  /** A pool with one connection. */
  public ToyPool() {
    idle.add(new Object());
  }

  /** Waits so long for the connection. */
  public Object borrow(long millis) throws InterruptedException {
    Object connection = idle.poll();
    for (int i = 0; connection == null && i < 1; i++) {
      connection = idle.poll(millis, TimeUnit.MILLISECONDS);
    }
    if (connection == null) {
      throw new IllegalStateException("nobody gave one back");
    }
    return connection;
  }

  /** Gives it back. */
  public void giveBack(Object connection) {
    idle.add(connection);
  }
}
