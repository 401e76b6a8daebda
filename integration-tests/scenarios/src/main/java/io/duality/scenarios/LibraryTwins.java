package io.duality.scenarios;

/** The healthy twins of the stories with libraries, in one JVM. */
public final class LibraryTwins {
  private LibraryTwins() {}

  public static void main(String[] args) throws InterruptedException {
    Stage.play(
        args,
        new BlockedLoop(),
        new BlockedVertx(),
        new SlowDownstream(),
        new FullLoggingQueue(),
        new FullRing(),
        new BlockedScheduler());
  }
}
