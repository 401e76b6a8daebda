package io.duality.scenarios.waits;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Waits for results. */
final class FutureWaits {
  private final ForkJoinPool pricing = new ForkJoinPool(1);
  private volatile FutureTask<String> report;
  private volatile FutureTask<String> bill;
  private volatile CompletableFuture<String> price;
  private volatile CompletableFuture<String> tax;
  private volatile CompletableFuture<String> rebate;
  private volatile ForkJoinTask<?> sum;

  List<WaitKind> kinds() {
    return List.of(
        new WaitKind("future-task", this::report, () -> report.get()),
        new WaitKind("future-task-timed", this::bill, () -> bill.get(1, TimeUnit.HOURS)),
        new WaitKind("completable-get", this::price, () -> price.get()),
        new WaitKind("completable-get-timed", this::rebate, () -> rebate.get(1, TimeUnit.HOURS)),
        new WaitKind("completable-join", this::tax, () -> tax.join()),
        new WaitKind("fork-join-task", this::sum, () -> sum.join()));
  }

  private void report(Gate gate) {
    report = new FutureTask<>(new ReportTask(gate));
    report.run();
  }

  private void bill(Gate gate) {
    bill = new FutureTask<>(new ReportTask(gate));
    bill.run();
  }

  private void price(Gate gate) throws InterruptedException {
    price = new CompletableFuture<>();
    gate.hold();
    price.complete("12.50");
  }

  private void tax(Gate gate) throws InterruptedException {
    tax = new CompletableFuture<>();
    gate.hold();
    tax.complete("2.38");
  }

  private void rebate(Gate gate) throws InterruptedException {
    rebate = new CompletableFuture<>();
    gate.hold();
    rebate.complete("0.10");
  }

  /** The pool's worker is the one that holds; this thread only hands the task over. */
  private void sum(Gate gate) {
    sum = ForkJoinTask.adapt(new ReportTask(gate));
    pricing.execute(sum);
  }

  private record ReportTask(Gate gate) implements Callable<String> {
    @Override
    public String call() throws InterruptedException {
      gate.hold();
      return "report";
    }
  }
}
