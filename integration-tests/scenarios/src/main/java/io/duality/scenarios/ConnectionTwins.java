package io.duality.scenarios;

/** The healthy twins of all that runs out of connections, in one JVM. */
public final class ConnectionTwins {
  private ConnectionTwins() {}

  public static void main(String[] args) throws InterruptedException {
    Stage.play(
        args,
        new ReportIncident(),
        new NestedBorrow(),
        new LeakedResponse(),
        new RowLock(),
        new ExhaustedPools());
  }
}
