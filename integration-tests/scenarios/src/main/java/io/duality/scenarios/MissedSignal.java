package io.duality.scenarios;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A request awaits a condition, without limit, that nobody signals any more. */
public final class MissedSignal implements Situation {
  private final ReentrantLock answerLock = new ReentrantLock();
  private final Condition answered = answerLock.newCondition();
  private int answers;

  @Override
  public void open(Stage stage) {
    stage.awaitWaiting(stage.traced("http-1", "GET /answer", this::ask));
    if (!stage.stuck()) {
      stage.untraced("answers", this::answer);
    }
  }

  private void ask() throws InterruptedException {
    answerLock.lockInterruptibly();
    try {
      while (answers == 0) {
        answered.await();
      }
      answers--;
    } finally {
      answerLock.unlock();
    }
  }

  private void answer() {
    answerLock.lock();
    try {
      answers++;
      answered.signal();
    } finally {
      answerLock.unlock();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new MissedSignal());
  }
}
