package io.duality.scenarios;

import java.util.concurrent.Semaphore;

/** Two uploads hold both permits of a semaphore; two requests wait for one. */
public final class PermitsGone implements Situation {
  private final Semaphore uploadPermits = new Semaphore(2);

  @Override
  public void open(Stage stage) {
    stage.traced("upload-1", "UploadJob", () -> upload(stage));
    stage.traced("upload-2", "UploadJob", () -> upload(stage));
    stage.await(() -> uploadPermits.availablePermits() == 0);
    for (int i = 1; i <= 2; i++) {
      stage.awaitWaiting(stage.traced("http-" + i, "POST /upload", this::pass));
    }
  }

  private void upload(Stage stage) throws InterruptedException {
    uploadPermits.acquire();
    try {
      stage.work();
    } finally {
      uploadPermits.release();
    }
  }

  private void pass() throws InterruptedException {
    uploadPermits.acquire();
    uploadPermits.release();
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new PermitsGone());
  }
}
