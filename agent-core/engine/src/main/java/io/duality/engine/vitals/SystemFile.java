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

  private static final int SMALLEST = 256;
  private static final int LARGEST = 8192;

  /** How many words are asked for in one file, at most, without looking for them anew. */
  private static final int WORDS = 4;

  /** A file that is not there may come, but asking for it costs an exception. */
  private static final int ASKED_IN_VAIN = 100;

  private final File path;
  private final String[] words = new String[WORDS];
  private final int[] places = new int[WORDS];
  private byte[] content = new byte[SMALLEST];
  private RandomAccessFile open;
  private long[] taken = {};
  private int length;
  private int pause;

  SystemFile(File path) {
    this.path = path;
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
      fill();
      while (length == content.length && length < LARGEST) {
        content = new byte[Math.min(4 * length, LARGEST)];
        fill();
      }
      return length > 0;
    } catch (IOException e) { // this system has no such file, or keeps it from us
      pause = ASKED_IN_VAIN;
      close();
      return false;
    }
  }

  private void fill() throws IOException {
    open.seek(0);
    length = Math.max(0, open.read(content, 0, content.length));
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
    int known = known(word);
    if (known >= 0 && stands(word, places[known])) {
      return value(behindGap(places[known] + word.length()));
    }
    for (int at = 0; at + word.length() < length; at++) {
      if (stands(word, at)) {
        if (known >= 0) {
          places[known] = at;
        }
        return value(behindGap(at + word.length()));
      }
    }
    return NOTHING;
  }

  /** Lines keep their places, mostly: looking for one costs more than reading the file. */
  private int known(String word) {
    for (int i = 0; i < WORDS; i++) {
      if (words[i] == null) {
        words[i] = word;
      }
      if (words[i].equals(word)) {
        return i;
      }
    }
    return -1;
  }

  private boolean stands(String word, int at) {
    return at + word.length() < length
        && (at == 0 || content[at - 1] == '\n' || content[at - 1] == ' ')
        && matches(word, at)
        && gap(at + word.length());
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

  /** Takes the first numbers of the file in one go; false when there are fewer. */
  boolean numbers(int count) {
    if (taken.length < count) {
      taken = new long[count];
    }
    int at = nextDigit(0);
    for (int i = 0; i < count; i++) {
      taken[i] = value(at);
      if (taken[i] < 0) {
        return false;
      }
      while (at < length && digit(at)) {
        at++;
      }
      at = nextDigit(at);
    }
    return true;
  }

  /** One of those that {@link #numbers} took. */
  long taken(int index) {
    return taken[index];
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
