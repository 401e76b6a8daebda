package io.duality.scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Defines as many classes as are asked for, all alike, and keeps them. */
final class Plugins extends ClassLoader {
  private static final String NAME = "Plugin00000";

  private static final byte[] BYTES = original();

  private int next = 1;

  Plugins() {
    super(Plugins.class.getClassLoader());
  }

  private static byte[] original() {
    try (InputStream in = Plugins.class.getResourceAsStream(NAME + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the class to copy is missing", e);
    }
  }

  /** One more class. */
  Class<?> one() {
    byte[] digits = String.format(Locale.ROOT, "%05d", next).getBytes(StandardCharsets.US_ASCII);
    next++;
    byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
    byte[] copy = BYTES.clone();
    for (int at = 0; at + name.length <= copy.length; at++) {
      if (begins(copy, at, name)) {
        System.arraycopy(digits, 0, copy, at + name.length - digits.length, digits.length);
      }
    }
    Class<?> defined = defineClass(null, copy, 0, copy.length);
    resolveClass(defined);
    try {
      return Class.forName(defined.getName(), true, this);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class that was just defined is not there", e);
    }
  }

  private static boolean begins(byte[] in, int at, byte[] what) {
    for (int i = 0; i < what.length; i++) {
      if (in[at + i] != what[i]) {
        return false;
      }
    }
    return true;
  }
}
