package io.duality.scenarios;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * As behind a connection that several requests share: one of them holds its lock while it reads the
 * answer, and the answer does not come.
 */
public final class SilentPeerBehindLock implements Situation {
  private final ReentrantLock connectionLock = new ReentrantLock();
  private final AtomicInteger answers = new AtomicInteger();

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE driver " + peer.name());
    stage.untraced("driver", () -> ask(peer));
    stage.await(() -> peer.heard() == 1);
    for (int i = 1; i <= 3; i++) {
      stage.awaitWaiting(stage.traced("http-" + i, "POST /orders", () -> ask(peer)));
    }
  }

  private void ask(Peer peer) throws IOException {
    connectionLock.lock();
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.getOutputStream().write(1);
      answers.addAndGet(socket.getInputStream().read());
    } finally {
      connectionLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new SilentPeerBehindLock());
  }
}
