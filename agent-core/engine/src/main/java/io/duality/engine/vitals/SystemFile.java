package io.duality.engine.vitals;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * A small file in which the system says how it is, such as {@code /proc/self/status}; read again
 * and again through one descriptor and into one buffer, since opening it costs more than reading
 * it. For one thread.
 */
final class SystemFile {
  /** What a file says that is not there, cannot be read, or names no number. */
  static final long NOTHING = -1;

  private static final int LARGEST = 8192;

  /** A file that is not there may come, but asking for it costs an exception. */
  private static final int ASKED_IN_VAIN = 100;

  private final File path;
  private final byte[] content;
  private RandomAccessFile open;
  private int length;
  private int pause;

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
    if (pause > 0) {
      pause--;
      return false;
    }
    try {
      if (open == null) {
        open = new RandomAccessFile(path, "r");
      }
      open.seek(0);
      length = Math.max(0, open.read(content, 0, content.length));
      return length > 0;
    } catch (IOException e) { // this system has no such file, or keeps it from us
      pause = ASKED_IN_VAIN;
      close();
      return false;
    }
  }

  /** The number that the file begins with, or {@link #NOTHING} when it begins with a word. */
  long number() {
    return value(0);
  }

  /**
   * The number behind a word that begins a line or follows a space, or {@link #NOTHING}.
   *
   * @param word with all that stands before the space, the tab or the {@code =}, such as {@code
   *     VmRSS:}
   */
  long number(String word) {
    for (int at = 0; at + word.length() < length; at++) {
      boolean begins = at == 0 || content[at - 1] == '\n' || content[at - 1] == ' ';
      if (begins && matches(word, at) && gap(at + word.length())) {
        return value(behindGap(at + word.length()));
      }
    }
    return NOTHING;
  }

  /**
   * One of the numbers from the file's beginning on, or {@link #NOTHING}.
   *
   * @param index 0 for the first
   */
  long number(int index) {
    int at = nextDigit(0);
    for (int skipped = 0; skipped < index; skipped++) {
      while (at < length && digit(at)) {
        at++;
      }
      at = nextDigit(at);
    }
    return value(at);
  }

  /** All of it. */
  String text() {
    return new String(content, 0, length, StandardCharsets.US_ASCII);
  }

  private boolean matches(String word, int from) {
    for (int i = 0; i < word.length(); i++) {
      if (content[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean gap(int at) {
    return content[at] == ' ' || content[at] == '\t' || content[at] == '=';
  }

  private int behindGap(int from) {
    int at = from;
    while (at < length && gap(at)) {
      at++;
    }
    return at;
  }

  private int nextDigit(int from) {
    int at = from;
    while (at < length && !digit(at)) {
      at++;
    }
    return at;
  }

  private boolean digit(int at) {
    return content[at] >= '0' && content[at] <= '9';
  }

  private long value(int from) {
    long value = 0;
    int at = from;
    while (at < length && digit(at)) {
      value = value * 10 + (content[at] - '0');
      at++;
    }
    return at == from || value < 0 ? NOTHING : value;
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
