package io.duality.scenarios;

import java.util.concurrent.CountDownLatch;

/** Two or, with a second argument, more threads wait in a ring for each other's monitor. */
public final class MonitorDeadlock implements Situation {
  private final Account[] accounts;
  private final CountDownLatch allHoldOne;

  private MonitorDeadlock(int threads) {
    accounts = new Account[threads];
    for (int i = 0; i < threads; i++) {
      accounts[i] = new Account();
    }
    allHoldOne = new CountDownLatch(threads);
  }

  static MonitorDeadlock of(int threads) {
    return new MonitorDeadlock(threads);
  }

  private static final class Account {
    private int balance = 1_000;
  }

  @Override
  public void open(Stage stage) {
    int count = accounts.length;
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      // Moving, all take the account with the lower number first.
      int next = (i + 1) % count;
      Account from = accounts[stage.stuck() ? i : Math.min(i, next)];
      Account to = accounts[stage.stuck() ? next : Math.max(i, next)];
      threads[i] =
          stage.traced("transfer-" + (i + 1), "POST /transfer", () -> transfer(stage, from, to));
    }
    for (Thread thread : threads) {
      stage.await(() -> thread.getState() == Thread.State.BLOCKED);
    }
  }

  private void transfer(Stage stage, Account from, Account to) throws InterruptedException {
    synchronized (from) {
      stage.meet(allHoldOne);
      synchronized (to) {
        if (from.balance > 0) {
          from.balance--;
          to.balance++;
        }
      }
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, of(args.length > 1 ? Integer.parseInt(args[1]) : 2));
  }
}
