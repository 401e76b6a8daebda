package io.duality.engine.vitals;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * A small file in which the system says how it is, such as {@code /proc/self/status}; read again
 * and again through one descriptor and into one buffer. For one thread.
 */
final class SystemFile {
  /** What a file says that is not there, cannot be read, or names no number. */
  static final long NOTHING = -1;

  private static final int LARGEST = 8192;

  private final File path;
  private final byte[] content;
  private RandomAccessFile open;
  private int length;

  SystemFile(File path) {
    this.path = path;
    this.content = new byte[LARGEST];
  }

  File path() {
    return path;
  }

  /** Reads it anew; false when that is not possible. */
  boolean read() {
    length = 0;
    try {
      if (open == null) {
        open = new RandomAccessFile(path, "r");
      }
      open.seek(0);
      length = Math.max(0, open.read(content, 0, content.length));
      return length > 0;
    } catch (IOException e) {
      close(); // it may be there again later
      return false;
    }
  }

  /** The number that the file begins with; {@code orElse} when it begins with a word. */
  long number(long orElse) {
    return digits(0, orElse);
  }

  /** The number behind a word at the beginning of a line, or {@link #NOTHING}. */
  long number(String word) {
    int at = 0;
    while (at < length) {
      if (begins(at, word)) {
        int digits = at + word.length();
        while (digits < length && (content[digits] == ' ' || content[digits] == '\t')) {
          digits++;
        }
        return digits(digits, NOTHING);
      }
      while (at < length && content[at] != '\n') {
        at++;
      }
      at++;
    }
    return NOTHING;
  }

  private boolean begins(int at, String word) {
    if (at + word.length() >= length) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (content[at + i] != word.charAt(i)) {
        return false;
      }
    }
    byte next = content[at + word.length()];
    return next == ' ' || next == '\t';
  }

  private long digits(int from, long orElse) {
    long value = 0;
    int at = from;
    while (at < length && content[at] >= '0' && content[at] <= '9') {
      value = value * 10 + (content[at] - '0');
      at++;
    }
    return at == from || value < 0 ? orElse : value;
  }

  void close() {
    RandomAccessFile closing = open;
    open = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException e) {
        length = 0; // nothing was written, so nothing is lost
      }
    }
  }
}
