package io.duality.engine.blackbox;

/**
 * The black box on disk: a header that is written once, and two halves that are written in turns,
 * so that one of them is always whole. Numbers are big-endian.
 */
final class Layout {
  /** The file below {@code .live/<random-id>}. */
  static final String FILE = "blackbox";

  static final long MAGIC = 0x4455414c49545931L; // DUALITY1

  /** Magic, length of the identity, checksum of the identity, its JSON. */
  static final int HEADER = 16 << 10;

  static final int IDENTITY_AT = 24;

  /** Sequence number, length, checksum, then the state. */
  static final int HALF = 160 << 10;

  static final int STATE_AT = 24;
  static final int MOST = HALF - STATE_AT;
  static final int SIZE = HEADER + 2 * HALF;

  /** The form of the state; a reader of another form does not guess. */
  static final int FORM = 3;

  /** In the place of a half's number while the half is written. */
  static final long WRITING = -1;

  /** It has begun to end; what follows may have been cut short. */
  static final int ENDING = 1;

  /** It has ended in order: nothing is left to tell. */
  static final int ENDED = 2;

  // What a record of the state begins with.
  static final int END = 0;
  static final int THREAD = 1;
  static final int RESOURCE = 2;
  static final int WAIT = 3;
  static final int HOLDING = 4;
  static final int POOL = 5;
  static final int QUEUE = 6;
  static final int UNKNOWN = 7;
  static final int SPAN = 8;

  private Layout() {}

  /** Where one of the two halves begins. */
  static int half(int which) {
    return HEADER + which * HALF;
  }
}
