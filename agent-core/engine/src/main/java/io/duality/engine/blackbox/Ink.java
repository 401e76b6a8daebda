package io.duality.engine.blackbox;

import io.duality.model.TraceRef;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Reads what a {@link Pen} wrote; a state that breaks off is a {@link BufferUnderflowException}.
 */
final class Ink {
  private final ByteBuffer bytes;

  Ink(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int one() {
    return bytes.get();
  }

  int four() {
    return bytes.getInt();
  }

  long eight() {
    return bytes.getLong();
  }

  boolean flag() {
    return bytes.get() != 0;
  }

  String word() {
    int length = bytes.getShort();
    if (length < 0) {
      return null;
    }
    StringBuilder word = new StringBuilder(length);
    int end = bytes.position() + length;
    while (bytes.position() < end) {
      int first = bytes.get() & 0xff;
      if (first < 0x80) {
        word.append((char) first);
      } else if (first < 0xe0) {
        word.append((char) (((first & 0x1f) << 6) | next()));
      } else {
        word.append((char) (((first & 0x0f) << 12) | (next() << 6) | next()));
      }
    }
    return word.toString();
  }

  /** A word that is always there. */
  String text() {
    String word = word();
    return word == null ? "" : word;
  }

  private int next() {
    return bytes.get() & 0x3f;
  }

  TraceRef trace() {
    return flag() ? new TraceRef(text(), text(), word(), flag()) : null;
  }

  StackTraceElement frame() {
    return flag() ? new StackTraceElement(text(), text(), word(), four()) : null;
  }
}
