package io.duality.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/**
 * Requests ask a peer in the common pool, which is made for computing. When the peer is silent, its
 * few workers all wait, and the next requests wait for a worker.
 */
public final class CommonPoolBusy implements Situation {
  private static final int REQUESTS = 4;

  /** How many workers the story gives the common pool. */
  static final int WORKERS = 2;

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE peer " + peer.name());
    for (int i = 1; i <= REQUESTS; i++) {
      stage.awaitWaiting(
          stage.traced(
              "price-" + i,
              "GET /prices",
              () -> CompletableFuture.supplyAsync(() -> ask(peer)).thenApply(p -> p + 1).join()));
    }
    stage.await(() -> peer.heard() >= WORKERS);
  }

  private static int ask(Peer peer) {
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.getOutputStream().write(1);
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new CommonPoolBusy());
  }
}
