package io.duality.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes the agent suspect a leak, so that what follows is measured inside its investigation. */
final class Investigation {
  private static final int KEPT_MIB = 120;
  private static final int PIECE = 1 << 16; // none of them humongous
  private static final int PIECES_PER_MIB = (1 << 20) / PIECE;

  private Investigation() {}

  /**
   * Keeps memory until the agent that writes into the directory has begun to investigate.
   *
   * @return what must stay reachable
   * @throws IOException if no investigation has begun within a minute
   */
  static List<byte[]> provoke(Path directory) throws IOException {
    Path log = directory.resolve("agent.log");
    String ours = "[" + ProcessHandle.current().pid() + "] LeakWatch: memory grows";
    List<byte[]> kept = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(log) || !Files.readString(log).contains(ours)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the agent began no investigation; see " + log);
      }
      for (int i = 0; i < 2 * PIECES_PER_MIB && kept.size() < KEPT_MIB * PIECES_PER_MIB; i++) {
        kept.add(new byte[PIECE]); // it is growth that is suspected
      }
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    return kept;
  }

  /** As much memory as {@link #provoke} keeps, for a control. */
  static List<byte[]> memory() {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < KEPT_MIB * PIECES_PER_MIB; i++) {
      kept.add(new byte[PIECE]);
    }
    System.gc();
    return kept;
  }

  /** The agent with settings that let {@link #provoke} work at once. */
  static String[] settings(Path directory) {
    return new String[] {
      "duality.bundle.dir=" + directory,
      "duality.trigger.memory-level.share=1%",
      "duality.trigger.memory-level.capture=waits"
    };
  }
}
