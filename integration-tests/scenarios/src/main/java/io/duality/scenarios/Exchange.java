package io.duality.scenarios;

import java.io.IOException;
import java.net.Socket;

/** One byte to a peer and one back, without a limit on the time that takes. */
final class Exchange {
  private Exchange() {}

  static void once(Peer peer) throws IOException {
    try (Socket socket = new Socket(peer.address().getAddress(), peer.port())) {
      socket.getOutputStream().write(1);
      if (socket.getInputStream().read() < 0) {
        throw new IOException(peer.name() + " closed the connection");
      }
    }
  }
}
