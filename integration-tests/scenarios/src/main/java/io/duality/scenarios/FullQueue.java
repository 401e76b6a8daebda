package io.duality.scenarios;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Exporters put rows into a queue of limited size, from which one uploader takes them and sends
 * them to a peer. When the peer no longer answers, the queue fills and the exporters wait.
 */
public final class FullQueue implements Situation {
  private static final int EXPORTERS = 3;

  private final ArrayBlockingQueue<Integer> rowQueue = new ArrayBlockingQueue<>(2);

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("RESOURCE peer " + peer.name());
    stage.awaitWaiting(stage.untraced("report-uploader", () -> upload(peer)));
    if (stage.stuck()) {
      first();
    }
    stage.await(() -> peer.heard() == 1);
    Thread[] exporters = new Thread[EXPORTERS];
    for (int i = 1; i <= EXPORTERS; i++) {
      exporters[i - 1] = stage.traced("export-" + i, "export rows", () -> export(stage));
    }
    stage.awaitWaiting(exporters);
  }

  /** The uploader has waited for it for a while, as uploaders do before the first row of a day. */
  private void first() {
    try {
      Thread.sleep(50);
      rowQueue.put(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void export(Stage stage) throws InterruptedException {
    do {
      rowQueue.put(1);
    } while (stage.stuck());
  }

  private void upload(Peer peer) throws IOException, InterruptedException {
    int row = rowQueue.take();
    try (Socket socket = new Socket()) {
      socket.connect(peer.address());
      socket.getOutputStream().write(row);
      socket.getInputStream().read();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new FullQueue());
  }
}
