package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import io.duality.model.PoolSeen;
import io.duality.model.ResourceKind;
import io.duality.model.StepResult;
import io.duality.model.TaskEvent;
import io.duality.model.ThreadSeen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rules find of pools, queues and connections, and what the other view says to it. */
class WorkFindingsTest {

  private static List<Finding> found(Scene scene, Pattern pattern) {
    return Diagnosis.of(scene.evidence()).findings().stream()
        .filter(finding -> finding.pattern() == pattern)
        .toList();
  }

  private static Finding only(Scene scene, Pattern pattern) {
    List<Finding> found = found(scene, pattern);
    assertEquals(1, found.size(), () -> pattern + ": " + found);
    return found.get(0);
  }

  private static void says(String expected, Finding finding) {
    assertEquals(expected, finding.statement());
  }

  private static Dual dual(Finding finding, Pattern pattern) {
    return finding.duals().stream()
        .filter(dual -> dual.pattern() == pattern)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void many_waiters_for_a_kept_lock_are_contention_at_one_holder() {
    Finding finding = only(Stories.runningHolder(), Pattern.S05);
    says(
        "com.acme.Inventory.stockLock: 12 threads wait for it up to 5.3 s; one holder in all looks:"
            + " it is kept, not passed on",
        finding);
    assertEquals(12, finding.threads().size());
  }

  @Test
  void a_fifth_of_a_pools_time_spent_for_one_lock_is_contention_without_any_waiter() {
    Scene scene =
        new Scene()
            .thread(1, "work-1", null)
            .thread(2, "work-2", null)
            .resource("l", ResourceKind.LOCK, "com.acme.Cache.lock")
            .pool("p", "pool work", pool -> pool.workers(2, 1, 2).busy(0, 0));
    for (int i = 0; i < 30; i++) {
      scene.ended(1 + i % 2, "com.acme.Cache.lock", ResourceKind.LOCK, 1000L * i, 900);
    }
    says(
        "com.acme.Cache.lock: 23 % of the time of pool work in the last minute went into waits for"
            + " it",
        only(scene, Pattern.S05));
  }

  @Test
  void pool_whose_workers_all_wait_while_tasks_queue_starves() {
    Finding finding = only(WorkStories.starvedPool(), Pattern.S06);
    says(
        "pool sync: all 8 workers are taken (all wait for tcp ldap.acme.local:389) and 312 tasks"
            + " wait for a worker, the first for 58 s; no task has ended in 7 looks",
        finding);
    assertEquals(Severity.CRITICAL, finding.severity());
  }

  @Test
  void pool_with_a_free_worker_or_a_young_queue_does_not_starve() {
    assertEquals(
        List.of(),
        found(WorkStories.starvedPool().pool("sync", "", pool -> pool.busy(7, 7)), Pattern.S06));
    Scene young =
        new Scene()
            .running(1, "w-1", null)
            .pool("p", "pool w", pool -> pool.workers(1, 1, 1).queued(3, 20));
    assertEquals(List.of(), found(young, Pattern.S06));
  }

  @Test
  void full_queue_builds_up_and_its_tasks_are_begun_and_never_ended() {
    Finding finding = only(WorkStories.silentPeer(), Pattern.S07);
    says(
        "com.acme.report.ReportExporter.rowQueue is full (1,000), 10 threads wait for room up to"
            + " 4.6 s; taken from by report-uploader",
        finding);
    assertEquals(DualVerdict.CONFIRMED, dual(finding, Pattern.T07).verdict());
    assertEquals(
        "pool report-export: 10 tasks begun, none ended in 3 looks",
        dual(finding, Pattern.T07).statement());
    assertEquals(DualVerdict.UNOBSERVED, dual(finding, Pattern.T23).verdict());
  }

  @Test
  void backlog_that_grows_in_every_look_tells_what_comes_and_what_goes() {
    Finding finding = only(WorkStories.unboundedBacklog(), Pattern.S07);
    assertTrue(finding.statement().contains("48,211 tasks queued, 120/s in, 4/s out"));
    assertEquals(DualVerdict.CONFIRMED, dual(finding, Pattern.T23).verdict());
    assertEquals(
        Pattern.S07, Diagnosis.of(WorkStories.unboundedBacklog().evidence()).verdict().pattern());
  }

  @Test
  void backlog_that_shrinks_again_is_no_build_up() {
    Scene scene =
        WorkStories.unboundedBacklog()
            .lookAt(-500, then -> then.pool("mail", "", pool -> pool.queued(10, 380_000)));
    assertEquals(List.of(), found(scene, Pattern.S07));
  }

  @Test
  void carriers_that_pinned_threads_keep_are_named_with_who_waits_for_one() {
    Finding finding = only(WorkStories.pinnedCarriers(), Pattern.S20);
    says(
        "2 of 2 carriers are kept by virtual threads that wait without leaving them; 212 virtual"
            + " threads wait for a carrier, the first for 7.9 s",
        finding);
    assertEquals(List.of("virtual thread 101", "virtual thread 102"), finding.threads());
    assertEquals(DualVerdict.CONFIRMED, dual(finding, Pattern.T04).verdict());
  }

  @Test
  void connection_of_an_idle_thread_is_abandoned_and_its_return_is_missing() {
    List<Finding> findings = found(WorkStories.leakedConnection(), Pattern.S21);
    assertEquals(2, findings.size());
    says(
        "stock-fetch-1 holds http pool of com.acme.stock.StockClient for 1 min 2 s, taken at"
            + " com.acme.stock.StockClient.fetch(StockClient.java:39), and has no work (a worker of"
            + " pool stock-fetch without work); 4 threads wait for it",
        findings.get(0));
    assertEquals(
        "2 connections of http pool of com.acme.stock.StockClient borrowed and not given back by"
            + " tasks that are over",
        dual(findings.get(0), Pattern.T07).statement());
  }

  @Test
  void lock_of_a_dead_thread_is_abandoned_and_a_broken_link() {
    assertEquals(Severity.CRITICAL, only(Stories.lostOwner(), Pattern.S21).severity());
    says(
        "1 thread waits for com.acme.Ledger.lock: its owner has ended (import-7)",
        only(Stories.lostOwner(), Pattern.S28));
  }

  @Test
  void work_of_a_pool_that_was_shut_down_is_abandoned() {
    Scene scene =
        new Scene()
            .pool(
                "p",
                "pool mail",
                pool -> pool.phase(PoolSeen.Phase.TERMINATED).queued(7, 9000).busy(0, 0))
            .resource("o", ResourceKind.POOL, "pool old")
            .event("o", "", TaskEvent.Phase.ABANDONED, 3000, "12 tasks");
    List<Finding> findings = found(scene, Pattern.S21);
    says("pool mail has ended with 7 tasks that nobody will run", findings.get(0));
    says("pool old was shut down with work that nobody will do: 12 tasks", findings.get(1));
  }

  @Test
  void what_has_no_limit_is_a_risk_and_no_fault() {
    Finding finding = only(WorkStories.unboundedBacklog(), Pattern.S22);
    says("the queue of pool mail-sender has no limit, 48,211 tasks in it now", finding);
    assertEquals(Severity.INFO, finding.severity());
  }

  @Test
  void future_that_nobody_runs_and_nobody_has_queued_is_a_broken_link() {
    Scene scene =
        new Scene()
            .resource("f", ResourceKind.FUTURE, "future of com.acme.Reply")
            .thread(1, "http-1", "GET /")
            .waits(1, "f", "get", 6000);
    Finding finding = only(scene, Pattern.S28);
    says(
        "1 thread waits for future of com.acme.Reply: no thread runs what completes it, and no pool"
            + " that was seen has it",
        finding);
    assertTrue(finding.confidence() < 0.7, "nobody can know that it never comes");
  }

  @Test
  void region_of_an_activity_is_the_wait_in_which_its_time_went() {
    Finding finding = found(WorkStories.silentPeer(), Pattern.T03).get(0);
    assertTrue(finding.statement().startsWith("POST /orders: 100 % of the "), finding.statement());
    assertTrue(
        finding
            .statement()
            .endsWith(
                " went into HikariPool-1, in com.acme.order.OrderRepository.save(OrderRepository.java:44)"),
        finding.statement());
  }

  @Test
  void tasks_handed_over_and_not_begun_are_missing_messages() {
    says(
        "pool sync: 8 tasks begun, none ended in 7 looks; 312 handed over and not begun, the first"
            + " 58 s ago",
        only(WorkStories.starvedPool(), Pattern.T07));
  }

  @Test
  void waits_that_come_five_times_as_often_are_a_current() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Cache.lock")
            .thread(1, "w-1", null)
            .history("com.acme.Cache.lock", ResourceKind.LOCK, 40, 20, 0);
    for (int i = 0; i < 30; i++) {
      scene.ended(1, "com.acme.Cache.lock", ResourceKind.LOCK, 200L * i, 20);
    }
    says(
        "waits for com.acme.Cache.lock began 3/s in the last 10 s, less than 0.1/s in the 5 min"
            + " before",
        only(scene, Pattern.T13));
    assertEquals(List.of(), found(WorkStories.silentPeer(), Pattern.T20));
  }

  @Test
  void pool_in_which_nothing_happens_while_work_waits_is_a_blackout() {
    says(
        "pool sync: nothing begun or ended since 03:06:44.782 while 312 tasks wait for a worker, the"
            + " first for 58 s",
        only(WorkStories.starvedPool(), Pattern.T20));
  }

  @Test
  void waits_that_become_longer_are_an_increasing_latency() {
    Scene scene = new Scene().thread(1, "w-1", null);
    for (int i = 0; i < 20; i++) {
      scene.ended(1, "HikariPool-1", ResourceKind.CONNECTION_POOL, 1000L * i, 500 - 20L * i);
    }
    Finding finding = only(scene, Pattern.T23);
    assertTrue(
        finding.statement().startsWith("20 waits for HikariPool-1 became longer, by "),
        finding.statement());
    Scene level = new Scene().thread(1, "w-1", null);
    for (int i = 0; i < 20; i++) {
      level.ended(1, "HikariPool-1", ResourceKind.CONNECTION_POOL, 1000L * i, 300 + 40L * (i % 2));
    }
    assertEquals(List.of(), found(level, Pattern.T23));
  }

  @Test
  void trace_that_waits_for_a_task_it_handed_over_is_one_thread_of_activity() {
    Finding finding = found(WorkStories.executorSelfDeadlock(), Pattern.T01).get(0);
    assertTrue(
        finding
            .statement()
            .endsWith(
                "is on price-1; it handed over com.acme.price.PriceTask queued in pool price for 6 s"),
        finding.statement());
  }

  @Test
  void causes_go_back_over_the_hand_over_of_the_task_to_what_its_pool_waits_for() {
    Scene scene =
        new Scene()
            .resource("f", ResourceKind.FUTURE, "future of com.acme.Part")
            .resource("tcp", ResourceKind.SOCKET, "tcp 10.0.0.5:9000")
            .thread(1, "http-1", "GET /part")
            .running(2, "work-1", null)
            .waits(1, "f", "get", 5900)
            .waits(2, "tcp", "read", 9000);
    scene.pool(
        "p",
        "pool work",
        pool ->
            pool.workers(1, 2, 2)
                .queued(1, 6000)
                .waits("com.acme.Part", 6000, scene.trace(1), "f", 0));
    says(
        "first waits in time: 03:07:32.482 work-1 read tcp 10.0.0.5:9000, then 03:07:35.482"
            + " com.acme.Part handed over to pool work by GET /part, then 03:07:35.582 http-1 get"
            + " future of com.acme.Part; from the root outwards, as cause and effect must be",
        only(scene, Pattern.T16));
  }

  @Test
  void healthy_pools_give_no_finding_worth_a_warning() {
    Scene scene =
        new Scene()
            .resource("q", ResourceKind.QUEUE, "queue of pool orders-worker")
            .trigger("manual", "")
            .step("threads", StepResult.Status.OK, null);
    for (int i = 1; i <= 4; i++) {
      scene
          .thread(i, "orders-worker-" + i, null, frame("com.acme.OwnQueue", "next", 3))
          .waits(i, "q", "take", 600_000);
    }
    scene
        .running(5, "orders-worker-5", "POST /orders", frame("com.acme.Order", "place", 3))
        .pool(
            "p",
            "pool orders-worker",
            pool ->
                pool.workers(5, 1, 5)
                    .busy(1, 0)
                    .queue("q", PoolSeen.UNBOUNDED)
                    .counted(1000, 1000, 999)
                    .runs("com.acme.Order", 5, 20, 19, null));
    scene.alsoAt(-1000).alsoAt(-2000);
    assertEquals(
        List.of(),
        Diagnosis.of(scene.evidence()).findings().stream()
            .filter(finding -> finding.severity() != Severity.INFO)
            .toList());
    assertTrue(
        SummaryTest.summary(scene.evidence())
            .startsWith("# orders: nothing waits that should not"));
  }

  @Test
  void thread_that_a_look_without_a_dump_does_not_show_has_not_ended() {
    Scene scene =
        new Scene()
            .resource("l", ResourceKind.LOCK, "com.acme.Ledger.lock")
            .seen(new ThreadSeen(1, "book-1", false, false, Thread.State.WAITING, null, List.of()))
            .waits(1, "l", "lock", 6000)
            .holds("l", 7)
            .withoutDump();
    assertEquals(List.of(), found(scene, Pattern.S21));
    assertFalse(
        Diagnosis.of(scene.evidence()).findings().stream()
            .anyMatch(finding -> finding.pattern() == Pattern.S28));
  }
}
