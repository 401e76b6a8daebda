package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Exports run in a pool, and each hands a part of its work to the same pool and waits for it. With
 * as many exports as workers nobody is left to do the parts; with more workers all is well.
 */
public final class NestedTasks implements Situation {
  private static final int EXPORTS = 2;

  private final CountDownLatch all = new CountDownLatch(EXPORTS);
  private ExecutorService exports;

  @Override
  public void open(Stage stage) {
    exports =
        Executors.newFixedThreadPool(
            stage.stuck() ? EXPORTS : 4 * EXPORTS, Workers.named("export"));
    for (int i = 1; i <= EXPORTS; i++) {
      stage.awaitWaiting(
          stage.traced("http-" + i, "POST /exports", () -> exports.submit(() -> run(stage)).get()));
    }
  }

  private String run(Stage stage) throws InterruptedException, ExecutionException {
    stage.meet(all);
    return exports.submit(new Rows()).get();
  }

  private static final class Rows implements java.util.concurrent.Callable<String> {
    @Override
    public String call() {
      return "rows";
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new NestedTasks());
  }
}
