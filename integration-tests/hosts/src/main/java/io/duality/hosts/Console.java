package io.duality.hosts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the test says to its program. */
final class Console {
  private Console() {}

  /** The next line of stdin; null at its end. */
  static String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      if (read == '\n') {
        return line.toString();
      }
      line.append((char) read);
    }
    return line.length() == 0 ? null : line.toString();
  }

  /** Prints what is not in the ASCII of every locale, too. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
