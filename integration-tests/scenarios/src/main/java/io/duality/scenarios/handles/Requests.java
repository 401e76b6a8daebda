package io.duality.scenarios.handles;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** What requests open; leaking, nothing of it is ever given back. */
final class Requests {
  /** Kept for ever: what leaks. */
  static final List<Object> KEPT = new ArrayList<>();

  private int timers;
  private final boolean leaking;
  private final File orders;
  private final ServerSocket rates;
  private final ExecutorService sessions;
  private final Connection connection;

  Requests(boolean leaking, File orders, ServerSocket rates, Connection connection) {
    this.leaking = leaking;
    this.orders = orders;
    this.rates = rates;
    this.connection = connection;
    this.sessions = Executors.newFixedThreadPool(1, task -> new Thread(task, "session-worker-1"));
  }

  private record Session(ThreadLocal<Session> home) {}

  private void keep(Object opened) {
    KEPT.add(opened);
  }

  void readsOrders() throws IOException {
    closeOrKeep(new FileInputStream(orders));
  }

  /** The other side closes at once; leaking, this side never does. */
  void asksForRates() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), rates.getLocalPort());
    if (socket.getInputStream().read() >= 0) {
      throw new IOException("nothing was expected");
    }
    closeOrKeep(socket);
  }

  private void closeOrKeep(Closeable opened) throws IOException {
    if (leaking) {
      keep(opened);
    } else {
      opened.close();
    }
  }

  void rendersInAnExecutorOfItsOwn() throws InterruptedException, ExecutionException {
    ExecutorService renderer = Executors.newFixedThreadPool(1);
    renderer.submit(() -> {}).get();
    if (!leaking) {
      renderer.shutdown();
    }
  }

  void deploysAPlugin() throws IOException, ClassNotFoundException {
    URL here = Plugin.class.getProtectionDomain().getCodeSource().getLocation();
    URLClassLoader loader =
        new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
    Class<?> plugin = loader.loadClass(Plugin.class.getName());
    loader.close();
    if (leaking) {
      keep(plugin);
      Thread timer = new Thread(LockSupport::park, "plugin-timer"); // and nobody stops it
      if (timers++ < 3) {
        timer.setDaemon(true);
        timer.setContextClassLoader(loader);
        timer.start();
      }
    }
  }

  @SuppressWarnings("ThreadLocalUsage") // that each is made anew is what leaks
  void opensASession() throws InterruptedException, ExecutionException {
    sessions
        .submit(
            () -> {
              for (int i = 0; i < 25; i++) {
                ThreadLocal<Session> local = new ThreadLocal<>();
                local.set(new Session(local));
                if (!leaking) {
                  local.remove();
                }
              }
            })
        .get();
  }

  void preparesAStatement() throws SQLException {
    PreparedStatement statement = connection.prepareStatement("select 1");
    statement.executeQuery().close();
    if (!leaking) {
      statement.close();
    }
  }

  void end() {
    sessions.shutdown();
  }
}
