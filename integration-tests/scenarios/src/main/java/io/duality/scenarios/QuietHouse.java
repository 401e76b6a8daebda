package io.duality.scenarios;

/** Everything in one JVM that waits and is well. */
public final class QuietHouse {
  private QuietHouse() {}

  public static void main(String[] args) throws InterruptedException {
    Stage.play(
        args,
        new IdlePools(),
        new LongPolls(),
        new Schedulers(),
        new MovingLock(),
        new QuietNetwork(),
        new AwaitedShutdown(),
        new HandWrittenBuffer());
  }
}
