package io.duality.engine.heap;

import java.io.IOException;
import java.io.OutputStream;

/** Writes what is kept of a heap dump. */
final class HprofOutput {
  private static final int BUFFER = 64 << 10;
  private static final byte[] ZEROS = new byte[4 << 10];

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final int idSize;
  private int filled;

  HprofOutput(OutputStream out, int idSize) {
    this.out = out;
    this.idSize = idSize;
  }

  void u1(int value) throws IOException {
    room(1);
    buffer[filled++] = (byte) value;
  }

  void u2(int value) throws IOException {
    u1(value >>> 8);
    u1(value);
  }

  void u4(long value) throws IOException {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[filled++] = (byte) (value >>> shift);
    }
  }

  void u8(long value) throws IOException {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[filled++] = (byte) (value >>> shift);
    }
  }

  void id(long value) throws IOException {
    if (idSize == 8) {
      u8(value);
    } else {
      u4(value);
    }
  }

  void bytes(byte[] bytes, int count) throws IOException {
    if (count > BUFFER) {
      flush();
      out.write(bytes, 0, count);
      return;
    }
    room(count);
    System.arraycopy(bytes, 0, buffer, filled, count);
    filled += count;
  }

  void zeros(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int part = (int) Math.min(left, ZEROS.length);
      bytes(ZEROS, part);
      left -= part;
    }
  }

  /** As they stand in the dump. */
  void copy(HprofInput in, long count) throws IOException {
    for (long left = count; left > 0; ) {
      room(1);
      int part = (int) Math.min(left, BUFFER - filled);
      in.read(buffer, filled, part);
      filled += part;
      left -= part;
    }
  }

  private void room(int count) throws IOException {
    if (BUFFER - filled < count) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
