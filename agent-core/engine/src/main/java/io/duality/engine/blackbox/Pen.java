package io.duality.engine.blackbox;

import io.duality.model.TraceRef;

/**
 * Writes numbers and words into one array that is made once. What does not fit is taken back as a
 * whole and counted; nothing here makes garbage.
 */
final class Pen {
  private static final int LONGEST_WORD = 600;
  private static final String DIGITS = "0123456789abcdef";

  final byte[] bytes;
  private final int end;
  private int at;
  private boolean full;

  /**
   * @param size of the array
   * @param reserve bytes at its end that only {@link #close} may use
   */
  Pen(int size, int reserve) {
    bytes = new byte[size];
    end = size - reserve;
  }

  void restart() {
    at = 0;
    full = false;
  }

  int length() {
    return at;
  }

  /** Marks where a record begins, for {@link #keep}. */
  int mark() {
    full = false;
    return at;
  }

  /** Whether all since the mark has fitted; else it is taken back. */
  boolean keep(int mark) {
    if (full) {
      at = mark;
      full = false;
      return false;
    }
    return true;
  }

  void one(int value) {
    if (at + 1 > end) {
      full = true;
    } else {
      bytes[at++] = (byte) value;
    }
  }

  void four(int value) {
    if (at + 4 > end) {
      full = true;
    } else {
      put(value, 4);
    }
  }

  void eight(long value) {
    if (at + 8 > end) {
      full = true;
    } else {
      put(value, 8);
    }
  }

  void flag(boolean value) {
    one(value ? 1 : 0);
  }

  /** A word in UTF-8, or null; its length is cut when it is very long. */
  void word(String word) {
    int lengthAt = at;
    if (at + 2 > end) {
      full = true;
      return;
    }
    at += 2;
    if (word == null) {
      bytes[lengthAt] = -1;
      bytes[lengthAt + 1] = -1;
      return;
    }
    int length = Math.min(word.length(), LONGEST_WORD);
    for (int i = 0; i < length; i++) {
      letter(word.charAt(i));
    }
    int written = at - lengthAt - 2;
    bytes[lengthAt] = (byte) (written >> 8);
    bytes[lengthAt + 1] = (byte) written;
  }

  /** Halves of surrogate pairs are written one by one; the reader puts them together. */
  private void letter(char c) {
    int needed = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    if (at + needed > end) {
      full = true;
    } else if (needed == 1) {
      bytes[at++] = (byte) c;
    } else if (needed == 2) {
      bytes[at++] = (byte) (0xc0 | (c >> 6));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[at++] = (byte) (0xe0 | (c >> 12));
      bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      bytes[at++] = (byte) (0x80 | (c & 0x3f));
    }
  }

  void trace(TraceRef trace) {
    flag(trace != null);
    if (trace != null) {
      word(trace.traceId());
      word(trace.spanId());
      word(trace.spanName());
      flag(trace.sampled());
    }
  }

  /** A number as a word of 16 hex digits per half; makes no garbage. */
  void hex(long high, long low, int halves) {
    int digits = 16 * halves;
    if (at + 2 + digits > end) {
      full = true;
      return;
    }
    bytes[at++] = 0;
    bytes[at++] = (byte) digits;
    for (int i = digits - 1; i >= 0; i--) {
      long half = i >= 16 ? high : low;
      bytes[at++] = (byte) DIGITS.charAt((int) (half >>> ((i & 15) * 4)) & 15);
    }
  }

  void frame(StackTraceElement frame) {
    flag(frame != null);
    if (frame != null) {
      word(frame.getClassName());
      word(frame.getMethodName());
      word(frame.getFileName());
      four(frame.getLineNumber());
    }
  }

  /** The last record, for which room was kept: how many did not fit. */
  void close(int leftOut) {
    bytes[at++] = Layout.END;
    put(leftOut, 4);
  }

  private void put(long value, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
      bytes[at++] = (byte) (value >> shift);
    }
  }
}
