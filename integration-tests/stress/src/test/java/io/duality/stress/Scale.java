package io.duality.stress;

/** How much is played: 1 in every build, more with {@code -Pstress}. */
final class Scale {
  private static final int SCALE = Integer.getInteger("duality.stress.scale", 1);

  private Scale() {}

  static int times(int count) {
    return count * SCALE;
  }

  static String operations(int count) {
    return "operations=" + times(count);
  }
}
