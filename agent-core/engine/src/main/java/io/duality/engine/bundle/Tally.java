package io.duality.engine.bundle;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what passes, and stops it at a limit. */
final class Tally extends OutputStream {
  private final OutputStream out;
  private final long limit;
  private final MessageDigest digest = sha256();
  private long bytes;

  Tally(OutputStream out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** The writer went past the limit. */
  static final class LimitReached extends IOException {
    private static final long serialVersionUID = 1L;

    LimitReached(long limit) {
      super("more than the " + limit + " bytes that are left of the bundle's budget");
    }
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile()); // no interrupt closes it
        Tally tally = new Tally(OutputStream.nullOutputStream(), Long.MAX_VALUE)) {
      in.transferTo(tally);
      return tally.sha256Hex();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (length > limit - bytes) {
      throw new LimitReached(limit);
    }
    out.write(from, offset, length);
    digest.update(from, offset, length);
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  long bytes() {
    return bytes;
  }

  /** The digest of everything so far; ends the counting. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
