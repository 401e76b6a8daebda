package io.duality.scenarios.waits;

/** Where the kinds of wait are tried: a JDK, and which of its threads wait. */
enum Place {
  JDK_17(17, false),
  JDK_25(25, false),
  VIRTUAL_25(25, true);

  private final int feature;
  private final boolean virtual;

  Place(int feature, boolean virtual) {
    this.feature = feature;
    this.virtual = virtual;
  }

  int feature() {
    return feature;
  }

  /** Whether the threads that wait are virtual ones. */
  boolean virtual() {
    return virtual;
  }

  @Override
  public String toString() {
    return "JDK " + feature + (virtual ? ", virtual threads" : "");
  }
}
