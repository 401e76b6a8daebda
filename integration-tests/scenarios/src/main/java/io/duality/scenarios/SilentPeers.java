package io.duality.scenarios;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that wait for somebody who does not answer, over every kind of socket of the JDK; each
 * says where it leads. Moving, the same requests are answered.
 */
public final class SilentPeers implements Situation {
  private static final int LONG_MILLIS = 600_000;

  /** How many of those whom no peer hears are about to wait. */
  private final AtomicInteger begun = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    Peer deaf = Peer.deaf(stage.stuck());
    stage.traced("read-1", "GET /read", () -> ask(peer, 0));
    stage.traced("read-2", "GET /read", () -> ask(peer, 0));
    stage.traced("read-timed", "GET /poll", () -> ask(peer, LONG_MILLIS));
    stage.traced("channel-read", "GET /channel", () -> askChannel(peer));
    tell("write-1", deaf.name());
    stage.traced("write-1", "PUT /write", () -> fill(stage, deaf));
    int said = 4;
    if (Runtime.version().feature() >= 21) {
      stage.virtual("virtual-read", "GET /virtual", () -> ask(peer, 0));
      stage.virtual("virtual-channel", "GET /virtual", () -> askChannel(peer));
      said += 2;
    }
    stage.traced("udp-read", "GET /udp", () -> receive(stage));
    tell("read-1", peer.name());
    int expected = said;
    stage.await(() -> peer.heard() >= expected && begun.get() == 2);
  }

  private static void tell(String thread, String name) {
    System.out.println("RESOURCE " + thread + " " + name);
  }

  private static void ask(Peer peer, int timeoutMillis) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write(1);
      socket.getInputStream().read();
    }
  }

  private static void askChannel(Peer peer) throws IOException {
    try (SocketChannel channel = SocketChannel.open(peer.address())) {
      channel.write(ByteBuffer.wrap(new byte[1]));
      channel.read(ByteBuffer.allocate(1));
    }
  }

  /** Nobody sends anything; moving, the socket speaks to itself. */
  private void receive(Stage stage) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      if (stage.stuck()) {
        tell("udp-read", "udp 127.0.0.1:" + socket.getLocalPort());
      } else {
        socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
      }
      begun.incrementAndGet();
      socket.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  /** Writes until neither side has room for more; moving, a little. */
  private void fill(Stage stage, Peer peer) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      begun.incrementAndGet();
      do {
        socket.getOutputStream().write(new byte[stage.stuck() ? 1 << 16 : 1]);
      } while (stage.stuck());
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new SilentPeers());
  }
}
