package io.duality.engine.vitals;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * A small file of the system's that is read again and again; kept open, since opening it costs more
 * than reading it. For one thread.
 */
final class ProcFile {
  private static final int MOST_BYTES = 4_096;

  private final File file;
  private final byte[] buffer = new byte[MOST_BYTES];
  private RandomAccessFile open;
  private boolean absent;
  private int length;

  ProcFile(File file) {
    this.file = file;
  }

  /** Reads it anew; false when it is not there, and then it is not asked for again. */
  boolean read() {
    if (absent) {
      return false;
    }
    try {
      if (open == null) {
        open = new RandomAccessFile(file, "r");
      }
      open.seek(0);
      length = Math.max(0, open.read(buffer));
      return length > 0;
    } catch (IOException e) { // this system has no such file, or keeps it from us
      absent = true;
      close();
      return false;
    }
  }

  /** The first number after the word; -1 when there is none. An empty word means the beginning. */
  long number(String word) {
    int at = word.isEmpty() ? 0 : find(word);
    return at < 0 ? -1 : value(spaces(at));
  }

  /**
   * One of the numbers from the file's beginning on.
   *
   * @param index 0 for the first
   */
  long number(int index) {
    int at = 0;
    for (int skipped = 0; skipped < index; skipped++) {
      at = digits(at);
      while (at < length && digit(at)) {
        at++;
      }
    }
    return value(digits(at));
  }

  private long value(int from) {
    int at = from;
    if (at >= length || !digit(at)) {
      return -1;
    }
    long value = 0;
    for (; at < length && digit(at); at++) {
      value = value * 10 + buffer[at] - '0';
    }
    return value;
  }

  private int digits(int from) {
    int at = from;
    while (at < length && !digit(at)) {
      at++;
    }
    return at;
  }

  private int spaces(int from) {
    int at = from;
    while (at < length && (buffer[at] == ' ' || buffer[at] == '\t' || buffer[at] == '=')) {
      at++;
    }
    return at;
  }

  private boolean digit(int at) {
    return buffer[at] >= '0' && buffer[at] <= '9';
  }

  /** Where the word ends, for a word at the beginning of a line or after a space. */
  private int find(String word) {
    for (int i = 0; i + word.length() <= length; i++) {
      boolean begins = i == 0 || buffer[i - 1] == '\n' || buffer[i - 1] == ' ';
      if (begins && matches(word, i)) {
        return i + word.length();
      }
    }
    return -1;
  }

  private boolean matches(String word, int from) {
    for (int i = 0; i < word.length(); i++) {
      if (buffer[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** All of it. */
  String text() {
    return new String(buffer, 0, length, StandardCharsets.US_ASCII);
  }

  void close() {
    RandomAccessFile last = open;
    open = null;
    if (last != null) {
      try {
        last.close();
      } catch (IOException e) {
        absent = true; // nothing was written, so nothing is lost
      }
    }
  }
}
