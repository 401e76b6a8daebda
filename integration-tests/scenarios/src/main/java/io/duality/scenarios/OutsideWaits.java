package io.duality.scenarios;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Requests that wait for what is outside their JVM: a full backlog, a TLS handshake and an HTTP
 * answer that do not come, a file that another JVM has locked, a child process, its output, a named
 * pipe. Moving, all of that goes on at once.
 */
public final class OutsideWaits implements Situation {
  private final List<Socket> backlog = new ArrayList<>();
  private ServerSocket full; // unless it is kept, it is closed when it is collected

  /** How many of those whom no peer hears are about to wait. */
  private final AtomicInteger begun = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    try {
      Path file = Files.createFile(Path.of("shared.lock")).toRealPath();
      Path pipe = file.resolveSibling("orders.pipe");
      new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
      SSLSocketFactory.getDefault(); // takes its time: before the first request waits
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      if (stage.stuck()) {
        lockElsewhere(file);
      }
      Peer peer = Peer.silent(stage.stuck());
      tell("peer", peer.name());
      stage.traced("tls", "GET /tls", () -> shakeHands(stage, peer));
      stage.traced("http", "GET /http", () -> get(stage, peer));
      stage.traced("http-client", "GET /client", () -> send(stage, client, peer));
      stage.await(() -> peer.heard() == 3);
      stage.traced("locker", "POST /lock", () -> lock(file));
      stage.traced("piper", "GET /output", () -> readChild(stage));
      stage.traced("fifo", "GET /pipe", () -> readPipe(stage, pipe));
      Selector selector = Selector.open();
      stage.traced("selector", "GET /events", () -> select(stage, selector));
      connect(stage, peer);
      stage.traced("waiter", "POST /run", () -> runChild(stage));
      stage.await(() -> begun.get() == 7);
    } catch (IOException e) {
      throw new UncheckedIOException("this machine cannot be used for it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before it began", e);
    }
  }

  private static void tell(String what, String name) {
    System.out.println("RESOURCE " + what + " " + name);
  }

  /** A server that never accepts takes a few connections into its backlog, and then no more. */
  private void connect(Stage stage, Peer peer) throws IOException {
    if (!stage.stuck()) {
      stage.traced("connect", "GET /connect", () -> new Socket(address(peer), peer.port()).close());
      return;
    }
    full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        backlog.add(socket);
        socket.connect(full.getLocalSocketAddress(), 300);
      }
    } catch (SocketTimeoutException isFull) {
      InetSocketAddress target = (InetSocketAddress) full.getLocalSocketAddress();
      tell("connect", "tcp 127.0.0.1:" + full.getLocalPort());
      stage.traced("connect", "GET /connect", () -> connect(target, 0));
      stage.traced("connect-timed", "GET /connect", () -> connect(target, 600_000));
    }
  }

  private static InetAddress address(Peer peer) {
    return peer.address().getAddress();
  }

  private void connect(InetSocketAddress target, int timeoutMillis) throws IOException {
    try (Socket socket = new Socket()) {
      begun.incrementAndGet();
      socket.connect(target, timeoutMillis);
    }
  }

  private static void shakeHands(Stage stage, Peer peer) throws IOException {
    if (!stage.stuck()) {
      return; // the peer speaks no TLS
    }
    try (Socket socket = SSLSocketFactory.getDefault().createSocket(address(peer), peer.port())) {
      ((SSLSocket) socket).startHandshake();
    }
  }

  private static void get(Stage stage, Peer peer) throws IOException {
    if (!stage.stuck()) {
      return; // the peer speaks no HTTP
    }
    URI uri = URI.create("http://127.0.0.1:" + peer.port() + "/");
    ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
  }

  private static void send(Stage stage, HttpClient client, Peer peer)
      throws IOException, InterruptedException {
    if (!stage.stuck()) {
      return; // as above
    }
    URI uri = URI.create("http://127.0.0.1:" + peer.port() + "/");
    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }

  /** Another JVM that holds the lock until this one ends. */
  private static void lockElsewhere(Path file) throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                FileLocker.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (holder.getInputStream().read() != 'L') {
      throw new IOException("the other JVM did not lock " + file);
    }
  }

  @SuppressWarnings("try") // the lock is there to be released
  private void lock(Path file) throws IOException {
    begun.incrementAndGet();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      channel.force(false);
    }
  }

  /** It ends when its input does: with this JVM at the latest. */
  private static Process child(Stage stage) throws IOException {
    Process child = new ProcessBuilder("cat").start();
    if (!stage.stuck()) {
      child.getOutputStream().close();
    }
    return child;
  }

  private void runChild(Stage stage) throws IOException, InterruptedException {
    Process child = child(stage);
    tell("waiter", "process " + child.pid() + " cat");
    begun.incrementAndGet();
    child.waitFor();
  }

  private void readChild(Stage stage) throws IOException {
    Process child = child(stage);
    tell("piper", "process " + child.pid() + " cat");
    begun.incrementAndGet();
    try (InputStream output = child.getInputStream()) {
      output.read();
    }
  }

  private void readPipe(Stage stage, Path path) throws IOException {
    File file = path.toFile();
    try (RandomAccessFile pipe = new RandomAccessFile(file, "rw")) {
      if (!stage.stuck()) {
        pipe.write(1);
      }
      begun.incrementAndGet();
      pipe.read();
    }
  }

  private void select(Stage stage, Selector selector) throws IOException {
    begun.incrementAndGet();
    if (stage.stuck()) {
      selector.select();
    } else {
      selector.selectNow();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new OutsideWaits());
  }
}
