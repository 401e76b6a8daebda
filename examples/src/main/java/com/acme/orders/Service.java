package com.acme.orders;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The running service: an HTTP server, a database, an audit trail and a job for the night. */
final class Service {
  private final Telemetry telemetry = new Telemetry();
  private final Database database = new Database();
  private final Inventory inventory = new Inventory(database);
  private final AuditTrail audit = new AuditTrail(database);
  private final ScheduledExecutorService jobs =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "inventory-sync"));
  private final ServerConnector connector;
  private final Server server;

  private Service(boolean virtualThreads) {
    QueuedThreadPool threads = new QueuedThreadPool(40);
    threads.setName("http");
    if (virtualThreads) {
      threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
    }
    server = new Server(threads);
    connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Api(telemetry.tracer(), inventory, new CustomerAccounts(database), audit));
  }

  /**
   * Starts the service on a free port of the loopback address.
   *
   * @param virtualThreads whether requests are handled on virtual threads, which needs Java 21
   */
  static Service start(boolean virtualThreads) throws Exception {
    Service service = new Service(virtualThreads);
    service.database.create();
    service.audit.start();
    service.server.start();
    return service;
  }

  int port() {
    return connector.getLocalPort();
  }

  Telemetry telemetry() {
    return telemetry;
  }

  /** Lets the job run in {@code seconds}; its result is the number of counted articles. */
  Future<Integer> syncIn(long seconds) {
    return jobs.schedule(new SyncJob(telemetry.tracer(), inventory), seconds, TimeUnit.SECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Ends what {@link #start} began, the server first. */
  void stop() throws Exception {
    server.stop();
    jobs.shutdownNow();
    audit.stop();
    database.close();
    telemetry.close();
  }
}
