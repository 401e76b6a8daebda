package io.duality.boot;

/**
 * Tells an object's identity hash without giving it one. An object that never had one is in no
 * table that is keyed by it, and giving it one costs more than all that a hook may.
 *
 * <p>It is in the header's first word while nobody locks the object. Where exactly is tried out at
 * start; on a JVM where that fails every object is given a hash, which is right, but slow.
 */
final class IdentityHash {
  private static final long BITS = 0x7fffffffL;
  private static final int STATE = 7;
  private static final int UNLOCKED = 1;
  private static final int BIASED = 5;
  private static final int NOT_FOUND = -1;
  private static final int SHIFT = find();

  private IdentityHash() {}

  /** The hash; 0 when it has none so far. */
  static int ofHashed(Object object) {
    if (SHIFT != NOT_FOUND) {
      long header = Peek.header(object);
      int state = (int) header & STATE;
      if (state == UNLOCKED) {
        return (int) ((header >>> SHIFT) & BITS);
      }
      if (state == BIASED) {
        return 0;
      }
    }
    return System.identityHashCode(object);
  }

  /** Whether this JVM's headers could be read. */
  static boolean isFound() {
    return SHIFT != NOT_FOUND;
  }

  private static int find() {
    try {
      for (int shift = 8; shift <= 33; shift++) {
        if (fits(shift)) {
          return shift;
        }
      }
    } catch (Throwable unlike) {
      return NOT_FOUND; // a JVM whose objects cannot be read so
    }
    return NOT_FOUND;
  }

  private static boolean fits(int shift) {
    for (int i = 0; i < 16; i++) {
      Object object = new Object();
      long fresh = Peek.header(object);
      int hash = System.identityHashCode(object);
      long hashed = Peek.header(object);
      boolean plain = (fresh & STATE) == UNLOCKED || (fresh & STATE) == BIASED;
      boolean was = (fresh & STATE) == UNLOCKED && ((fresh >>> shift) & BITS) != 0;
      boolean is = (hashed & STATE) == UNLOCKED && ((hashed >>> shift) & BITS) == hash;
      if (!plain || was || !is) {
        return false;
      }
    }
    return true;
  }
}
