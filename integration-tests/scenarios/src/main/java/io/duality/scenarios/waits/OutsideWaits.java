package io.duality.scenarios.waits;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits for what is outside the JVM. The file's lock is held by another process, which the program
 * does not start.
 */
final class OutsideWaits {
  private static final int BUFFER = 1 << 16;

  private final boolean stuck;
  private final Path ledger;
  private final Selector events = Selector.open();
  private final List<SocketChannel> others = new ArrayList<>();
  private volatile Process converter;
  private volatile ServerSocket shop;
  private volatile ServerSocket full;
  private volatile Socket reading;
  private volatile Socket writing;

  OutsideWaits(boolean stuck, Path ledger) throws IOException {
    this.stuck = stuck;
    this.ledger = ledger;
  }

  List<WaitKind> kinds() {
    return List.of(
        new WaitKind("file-lock", Gate::hold, this::lockLedger),
        new WaitKind("process", this::convert, () -> converter.waitFor()),
        new WaitKind("select", this::wake, events::select),
        new WaitKind("socket-read", this::answer, this::read),
        new WaitKind("socket-write", this::drain, this::write),
        new WaitKind("socket-accept", this::visit, this::accept),
        new WaitKind("socket-connect", this::fillBacklog, this::connect));
  }

  private void lockLedger() throws IOException {
    try (FileChannel file = FileChannel.open(ledger, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      file.truncate(lock.position());
    }
  }

  /** A program that ends with its stdin. */
  private void convert(Gate gate) throws IOException, InterruptedException {
    Process cat = new ProcessBuilder("cat").start();
    converter = cat;
    gate.hold();
    cat.getOutputStream().close();
  }

  private void wake(Gate gate) throws InterruptedException {
    gate.hold();
    events.wakeup();
  }

  private void answer(Gate gate) throws IOException, InterruptedException {
    try (ServerSocket server = server(1);
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      reading = client;
      gate.hold();
      peer.getOutputStream().write(1);
      awaitEnd(peer);
    }
  }

  private void read() throws IOException {
    try (Socket client = reading) {
      client.getInputStream().read();
    }
  }

  private void drain(Gate gate) throws IOException, InterruptedException {
    try (ServerSocket server = server(1);
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket peer = server.accept()) {
      writing = client;
      gate.hold();
      awaitEnd(peer);
    }
  }

  /** Writes more than the kernel keeps for a reader that does not read. */
  private void write() throws IOException {
    try (Socket client = writing) {
      byte[] buffer = new byte[BUFFER];
      for (int i = 0; stuck || i < 64; i++) {
        client.getOutputStream().write(buffer);
      }
    }
  }

  private void visit(Gate gate) throws IOException, InterruptedException {
    try (ServerSocket server = server(1)) {
      shop = server;
      gate.hold();
      try (Socket visitor = new Socket(server.getInetAddress(), server.getLocalPort())) {
        awaitEnd(visitor);
      }
    }
  }

  private void accept() throws IOException {
    shop.accept().close();
  }

  /** Stuck, nobody accepts and the kernel's queue of connections is full. */
  private void fillBacklog(Gate gate) throws IOException, InterruptedException {
    try (ServerSocket server = server(1)) {
      full = server;
      for (int i = 0; stuck && i < 8; i++) {
        SocketChannel other = SocketChannel.open();
        other.configureBlocking(false);
        other.connect(server.getLocalSocketAddress());
        others.add(other);
      }
      gate.hold();
      try (Socket peer = server.accept()) {
        awaitEnd(peer);
      }
    }
  }

  private void connect() throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
    }
  }

  /** Reads until the other side closes. */
  private static void awaitEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[BUFFER];
    int read = 0;
    while (read >= 0) {
      read = in.read(buffer);
    }
  }

  private static ServerSocket server(int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }
}
