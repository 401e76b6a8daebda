package io.duality.engine.weave;

import io.duality.boot.Hooks;
import io.duality.boot.Said;
import io.duality.boot.Thrown;
import io.duality.engine.observe.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Lets what leads to somebody fail once in each way, and prints whom it is said to have led to. */
public final class PeersMain {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final byte[] NO_TLS =
      "HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private interface Step {
    void run() throws Exception;
  }

  private PeersMain() {}

  public static void main(String[] args) throws Exception {
    TestAgent.weaver.awaitSelfTests(PATIENCE_NANOS);
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
    Hooks.describeWith(new Endpoint());
    try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
      sockets(server, server.getLocalPort());
    }
    try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
      start(server, PeersMain::answersPlainly);
      encrypted(server.getLocalPort());
    }
    try (ServerSocket server = new ServerSocket(0, 50, HERE)) {
      unanswered(server.getLocalPort());
    }
    told("another's", 0, () -> failing(new IllegalStateException("no socket's")));
    words();
    System.out.println("hook failures " + Hooks.failures());
    System.out.println("done");
  }

  private static void failing(Exception thrown) throws Exception {
    throw thrown;
  }

  private static void sockets(ServerSocket server, int port) throws Exception {
    InetSocketAddress address = new InetSocketAddress(HERE, port);
    told(
        "read in time",
        port,
        () -> {
          try (Socket socket = new Socket(HERE, port);
              Socket silent = server.accept()) {
            socket.setSoTimeout(20);
            System.out.println(socket.getInputStream().read() + silent.getPort());
          }
        });
    told(
        "read of a channel",
        port,
        () -> {
          try (SocketChannel channel = SocketChannel.open(address)) {
            resets(server);
            System.out.println(channel.read(ByteBuffer.allocate(1)));
          }
        });
    told(
        "read in time of a channel's socket",
        port,
        () -> {
          try (SocketChannel channel = SocketChannel.open(address);
              Socket silent = server.accept()) {
            channel.socket().setSoTimeout(20);
            System.out.println(channel.socket().getInputStream().read() + silent.getPort());
          }
        });
    told(
        "write",
        port,
        () -> {
          try (Socket socket = new Socket(HERE, port)) {
            resets(server);
            OutputStream out = socket.getOutputStream();
            while (socket.isConnected()) {
              out.write(NO_TLS);
            }
          }
        });
    told(
        "cause",
        port,
        () -> {
          try (Socket socket = new Socket(HERE, port)) {
            resets(server);
            System.out.println(socket.getInputStream().read());
          } catch (IOException e) {
            throw new IllegalStateException("told by somebody else", new RuntimeException(e));
          }
        });
  }

  private static void encrypted(int port) throws Exception {
    told(
        "handshake",
        port,
        () -> {
          SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
          try (SSLSocket socket = (SSLSocket) factory.createSocket(HERE, port)) {
            socket.startHandshake();
          }
        });
    told(
        "handshake on a socket",
        port,
        () -> {
          SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
          try (Socket below = new Socket(HERE, port);
              SSLSocket socket = (SSLSocket) factory.createSocket(below, "known.as", port, true)) {
            socket.startHandshake();
          }
        });
    told(
        "https",
        port,
        () ->
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/")).build(),
                    HttpResponse.BodyHandlers.discarding()));
  }

  /** Nobody accepts there, so that nobody answers. */
  private static void unanswered(int port) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofMillis(50))
            .build();
    told("answer", port, () -> client.send(request, HttpResponse.BodyHandlers.discarding()));
    told(
        "answer of a future",
        port,
        () -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).get());
  }

  /** The other side goes without a farewell. */
  private static void resets(ServerSocket server) throws IOException {
    Socket accepted = server.accept();
    accepted.setSoLinger(true, 0);
    accepted.close();
  }

  private static void answersPlainly(ServerSocket server) throws IOException {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(NO_TLS);
        client.getInputStream().transferTo(OutputStream.nullOutputStream()); // until it has gone
      }
    }
  }

  private interface Serves {
    void serve(ServerSocket server) throws IOException;
  }

  private static void start(ServerSocket server, Serves serves) {
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try {
                  serves.serve(server);
                } catch (IOException e) {
                  if (!server.isClosed() && !e.getMessage().contains("reset")) {
                    throw new UncheckedIOException(e);
                  }
                }
              }
            },
            "server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void told(String what, int port, Step step) {
    Thrown.forget();
    try {
      step.run();
      System.out.println(what + ": nothing failed");
    } catch (Exception e) {
      Thrown.logged(e);
    }
    List<String> peers = new ArrayList<>();
    Thrown.drain(
        new Thrown.Reader() {
          @Override
          public void take(Thrown.Entry entry) {
            if (entry.kind == Thrown.LOGGED) {
              peers.add(entry.peer == null ? "nobody known" : Endpoint.reached(entry.peer));
            }
          }
        });
    System.out.println(what + ": " + String.join(", ", peers).replace(":" + port, ":PORT"));
  }

  /** What is printed is heard while somebody listens, and never else. */
  private static void words() {
    System.err.println("nobody listens");
    Said.listen(true);
    System.err.println("the quay failed: no such quay");
    System.err.println(new IllegalStateException("no such pier"));
    System.err.printf("%s of %s%n", "no such jetty", "harbour");
    new IllegalStateException("printed").printStackTrace();
    Said.listen(false);
    List<String> said = new ArrayList<>();
    Said.drain(
        new Said.Reader() {
          @Override
          public void take(long nanos, long threadId, String words) {
            said.add(words);
          }
        });
    System.out.println("said " + said);
  }
}
