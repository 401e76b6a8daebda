package io.duality.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Spring's scheduler has one thread. One of its jobs wants the ledger's lock, which an import keeps
 * while it reads from its peer; the other jobs are late.
 */
public final class BlockedScheduler implements Situation {
  private final ReentrantLock ledgerLock = new ReentrantLock();
  private final CountDownLatch held = new CountDownLatch(1);

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new BlockedScheduler());
  }

  @Override
  public void open(Stage stage) {
    Peer peer = Peer.silent(stage.stuck());
    System.out.println("PEER " + peer.name());
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(1);
    scheduler.setThreadNamePrefix("jobs-");
    scheduler.setBeanName("jobs");
    scheduler.setDaemon(true);
    scheduler.initialize();
    stage.traced(
        "ledger-import",
        "ImportLedger",
        () -> {
          ledgerLock.lock();
          try {
            held.countDown();
            Exchange.once(peer);
          } finally {
            ledgerLock.unlock();
          }
        });
    Duration often = Duration.ofMillis(200);
    List<ScheduledFuture<?>> jobs = new ArrayList<>();
    jobs.add(scheduler.scheduleAtFixedRate(() -> stage.here("Reconcile", this::reconcile), often));
    for (String job : new String[] {"SendMails", "Expire"}) {
      jobs.add(scheduler.scheduleAtFixedRate(() -> stage.here(job, () -> {}), often));
    }
    System.out.println("JOBS " + jobs.size());
  }

  private void reconcile() throws InterruptedException {
    held.await();
    ledgerLock.lock();
    try {
      held.await();
    } finally {
      ledgerLock.unlock();
    }
  }
}
