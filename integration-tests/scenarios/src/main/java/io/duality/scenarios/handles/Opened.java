package io.duality.scenarios.handles;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that opens files, sockets, threads, class loaders, thread-locals and statements for its
 * requests: {@code leaking} it never gives them back, {@code moving} it does, and beside that fills
 * caches up to a bound and lets a pool breathe.
 */
public final class Opened {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private interface Step {
    void run() throws Exception;
  }

  private record Rate(int perSecond, int most, Step step) {}

  private Opened() {}

  public static void main(String[] args) throws Exception {
    boolean leaking = args[0].equals("leaking");
    long seconds = Long.parseLong(args[1]);
    File orders = new File("exports/orders-1.csv");
    if (!orders.getParentFile().mkdirs()) {
      throw new IOException("cannot create " + orders.getParentFile());
    }
    new FileOutputStream(orders).close();
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread hangUp = new Thread(() -> hangUp(server), "rates-server");
    hangUp.setDaemon(true);
    hangUp.start();
    HikariConfig config = new HikariConfig();
    config.setPoolName("orders-db");
    config.setJdbcUrl("jdbc:h2:mem:orders");
    config.setMaximumPoolSize(1);
    HikariDataSource source = new HikariDataSource(config);
    Requests requests = new Requests(leaking, orders, server, source.getConnection());
    List<Rate> rates =
        new ArrayList<>(
            List.of(
                new Rate(20, 4_000, requests::readsOrders),
                new Rate(8, 1_400, requests::asksForRates),
                new Rate(4, 700, requests::rendersInAnExecutorOfItsOwn),
                new Rate(4, 800, requests::deploysAPlugin),
                new Rate(20, 4_000, requests::opensASession),
                new Rate(40, 8_000, requests::preparesAStatement),
                new Rate(1, 200, System::gc)));
    if (!leaking) {
      rates.add(new Rate(20, 60, () -> Requests.KEPT.add(new FileInputStream(orders))));
      rates.add(new Rate(1_000, 40, Opened::startsAWorker));
      rates.add(new Rate(10, 10_000, new Breathing()));
    }
    System.out.println("READY");
    play(rates, seconds);
    requests.end();
    System.out.println("DONE");
    if (leaking) {
      LockSupport.park();
    }
  }

  /** By the clock, so that a busy machine changes no rate. */
  private static void play(List<Rate> rates, long seconds) throws Exception {
    long begun = System.nanoTime();
    long end = TimeUnit.SECONDS.toNanos(seconds);
    int[] done = new int[rates.size()];
    for (long now = 0; now < end; now = System.nanoTime() - begun) {
      for (int i = 0; i < done.length; i++) {
        Rate rate = rates.get(i);
        long due = Math.min(rate.most, 1 + now * rate.perSecond / 1_000_000_000);
        while (done[i] < due) {
          rate.step.run();
          done[i]++;
        }
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException e) {
      System.err.println("rates are over: " + e);
    }
  }

  private static void startsAWorker() {
    Thread worker = new Thread(LockSupport::park, "worker-" + System.nanoTime());
    worker.setDaemon(true);
    worker.start();
  }

  /** Connections and threads that come for four seconds and go again. */
  private static final class Breathing implements Step {
    private final List<Socket> connections = new ArrayList<>();
    private int step;

    @Override
    public void run() throws IOException {
      if (++step % 40 == 0) {
        for (Socket each : connections) {
          each.close();
        }
        connections.clear();
      }
      connections.add(new Socket());
      Thread guest = new Thread(() -> LockSupport.parkNanos(3_000_000_000L), "guest-" + step);
      guest.setDaemon(true);
      guest.start();
    }
  }
}
