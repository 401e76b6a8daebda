package io.duality.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP service on the loopback address that answers every request, or none. */
final class PriceService {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n42"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final boolean answers;
  private final List<Socket> kept = new CopyOnWriteArrayList<>();

  PriceService(boolean answers) {
    this.answers = answers;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("the loopback address cannot be used", e);
    }
    Thread thread = new Thread(this::serve, "price-service");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  URL url() throws MalformedURLException {
    return URI.create("http://127.0.0.1:" + port() + "/price").toURL();
  }

  /** How many requests have come and were not answered. */
  int asked() {
    return kept.size();
  }

  private void serve() {
    byte[] request = new byte[8192];
    while (true) {
      try {
        Socket socket = server.accept();
        int read = socket.getInputStream().read(request); // the head comes in one piece
        if (answers && read > 0) {
          socket.getOutputStream().write(ANSWER);
          socket.close();
        } else {
          kept.add(socket);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the price service failed", e);
      }
    }
  }
}
