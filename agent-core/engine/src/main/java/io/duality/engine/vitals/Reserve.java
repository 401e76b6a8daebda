package io.duality.engine.vitals;

/**
 * Memory that is given up when the application's is exhausted, so that the evidence of it finds
 * room. In small pieces, which fit wherever the collector puts them.
 */
public final class Reserve {
  private static final int PIECE_BYTES = 64 << 10;

  /** 1 MiB, of small heaps a 96th part: 340 KiB of one of 32 MiB. */
  private static final int PIECES =
      (int) Math.max(4, Math.min(16, Runtime.getRuntime().maxMemory() / 96 / PIECE_BYTES));

  private static volatile byte[][] kept;

  private Reserve() {}

  /** Takes it, when it is not taken yet; false when there is no room for it. */
  public static boolean fill() {
    if (kept != null) {
      return true;
    }
    try {
      byte[][] taken = new byte[PIECES][];
      for (int i = 0; i < PIECES; i++) {
        taken[i] = new byte[PIECE_BYTES];
      }
      kept = taken;
      return true;
    } catch (OutOfMemoryError e) {
      return false; // whoever needs the room more has it
    }
  }

  /** Gives it up. */
  public static void release() {
    kept = null;
  }
}
