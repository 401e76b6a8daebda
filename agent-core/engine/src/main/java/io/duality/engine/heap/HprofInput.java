package io.duality.engine.heap;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a heap dump from front to back through one small buffer; what is skipped is not read. */
final class HprofInput implements Closeable {
  private static final int BUFFER = 64 << 10;
  private static final int LONGEST_HEADER = 64;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /** Offset in the file of the first byte that is not in the buffer. */
  private long next;

  private int idSize;
  private long timestamp;

  private HprofInput(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    buffer.limit(0);
  }

  /**
   * Opens a dump and reads its header.
   *
   * @throws IOException when it cannot be read or is no heap dump
   */
  static HprofInput open(Path file) throws IOException {
    HprofInput input = new HprofInput(file, FileChannel.open(file, StandardOpenOption.READ));
    try {
      input.header();
      return input;
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  private void header() throws IOException {
    StringBuilder magic = new StringBuilder(LONGEST_HEADER);
    int read = size == 0 ? 0 : u1();
    while (read != 0 && magic.length() < LONGEST_HEADER && position() < size) {
      magic.append((char) read);
      read = u1();
    }
    if (!magic.toString().startsWith("JAVA PROFILE 1.0.")) {
      throw new IOException(file.getFileName() + " is no heap dump: it begins with other bytes");
    }
    idSize = u4();
    if (idSize != 4 && idSize != 8) {
      throw corrupt("ids of " + idSize + " bytes, 4 or 8 are known");
    }
    timestamp = u8();
  }

  /** When it was written, in milliseconds since 1970. */
  long timestamp() {
    return timestamp;
  }

  /** How many bytes an id has: 4 or 8. */
  int idSize() {
    return idSize;
  }

  /** Where the next byte is read. */
  long position() {
    return next - buffer.remaining();
  }

  /** How many bytes the file has. */
  long size() {
    return size;
  }

  boolean atEnd() {
    return position() >= size;
  }

  int u1() throws IOException {
    need(1);
    return buffer.get() & 0xFF;
  }

  int u2() throws IOException {
    need(2);
    return buffer.getShort() & 0xFFFF;
  }

  int u4() throws IOException {
    need(4);
    return buffer.getInt();
  }

  /** A count or a length, which is never negative. */
  long length() throws IOException {
    return u4() & 0xFFFF_FFFFL;
  }

  long u8() throws IOException {
    need(8);
    return buffer.getLong();
  }

  long id() throws IOException {
    return idSize == 8 ? u8() : length();
  }

  void read(byte[] into, int from, int count) throws IOException {
    int done = 0;
    while (done < count) {
      need(1);
      int part = Math.min(count - done, buffer.remaining());
      buffer.get(into, from + done, part);
      done += part;
    }
  }

  void skip(long count) throws IOException {
    if (count < 0 || count > size - position()) {
      throw truncated();
    }
    if (count <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) count);
    } else {
      next += count - buffer.remaining();
      buffer.limit(0);
    }
  }

  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    while (buffer.position() < bytes) {
      int read = channel.read(buffer, next);
      if (read < 0) {
        buffer.flip();
        throw truncated();
      }
      next += read;
    }
    buffer.flip();
  }

  private EOFException truncated() {
    return new EOFException(
        file.getFileName()
            + " is truncated: it has "
            + size
            + " bytes, and what begins before byte "
            + position()
            + " is longer");
  }

  IOException corrupt(String what) {
    return new IOException(file.getFileName() + " is corrupt at byte " + position() + ": " + what);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
