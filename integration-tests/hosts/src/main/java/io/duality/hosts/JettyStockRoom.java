package io.duality.hosts;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty as it comes. Prints {@code PORT <port>}. {@code /hold} takes the stock lock and answers
 * when {@code release} comes on stdin, {@code /orders} wants the lock, everything else is answered
 * at once. Another line ends the program.
 */
public final class JettyStockRoom extends Handler.Abstract {
  private final ReentrantLock stockLock = new ReentrantLock();
  private final CountDownLatch released = new CountDownLatch(1);

  private JettyStockRoom() {}

  /** Serves until it is told to end. */
  public static void main(String[] args) throws Exception {
    JettyStockRoom room = new JettyStockRoom();
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("stock");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(room);
    server.start();
    System.out.println("PORT " + connector.getLocalPort());
    for (String line = Console.line(); "release".equals(line); line = Console.line()) {
      room.released.countDown();
    }
    server.stop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    switch (Request.getPathInContext(request)) {
      case "/hold" -> hold();
      case "/orders" -> order();
      default -> System.out.println("SERVED");
    }
    response.setStatus(200);
    callback.succeeded();
    return true;
  }

  private void hold() throws InterruptedException {
    stockLock.lock();
    try {
      System.out.println("HOLDER " + Thread.currentThread().getName());
      released.await();
    } finally {
      stockLock.unlock();
    }
  }

  private void order() {
    System.out.println("VICTIM " + Thread.currentThread().getName());
    stockLock.lock();
    try {
      System.out.println("ORDERED");
    } finally {
      stockLock.unlock();
    }
  }
}
