package io.duality.scenarios;

/** The healthy twins of all that waits for what is outside the JVM, in one JVM. */
public final class OutsideTwins {
  private OutsideTwins() {}

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new SilentPeers(), new SilentPeerBehindLock(), new OutsideWaits());
  }
}
