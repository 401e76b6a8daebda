package io.duality.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback address. It answers each byte with a byte, or is silent: it takes what
 * it gets and never answers. A deaf one does not even read.
 */
final class Peer {
  private final ServerSocket server;
  private final boolean answers;
  private final boolean reads;
  private final AtomicInteger heard = new AtomicInteger();
  private final List<Socket> kept = new CopyOnWriteArrayList<>();

  private Peer(boolean reads, boolean answers) {
    this.reads = reads;
    this.answers = answers;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the loopback address cannot be used", e);
    }
    daemon("peer-acceptor", this::accept);
  }

  /** Answers when the program moves, and is silent when it is to get stuck. */
  static Peer silent(boolean stuck) {
    return new Peer(true, !stuck);
  }

  /** Reads when the program moves, and does not when it is to get stuck. */
  static Peer deaf(boolean stuck) {
    return new Peer(!stuck, !stuck);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  int port() {
    return server.getLocalPort();
  }

  /** The name that the agent gives it. */
  String name() {
    return "tcp 127.0.0.1:" + port();
  }

  /** How many connections have said something. */
  int heard() {
    return heard.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      kept.add(socket);
      if (reads) {
        daemon("peer-connection", () -> serve(socket));
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    byte[] buffer = new byte[8192];
    boolean first = true;
    try (socket) {
      for (int n = socket.getInputStream().read(buffer);
          n > 0;
          n = socket.getInputStream().read(buffer)) {
        if (first) {
          heard.incrementAndGet();
          first = false;
        }
        if (answers) {
          socket.getOutputStream().write(buffer, 0, n);
        }
      }
    } finally {
      kept.remove(socket);
    }
  }

  private static void daemon(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException gone) {
                return; // the client has closed the connection
              } catch (Exception e) {
                throw new IllegalStateException(name + " failed", e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
