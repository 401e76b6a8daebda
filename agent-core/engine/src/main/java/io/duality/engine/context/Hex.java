package io.duality.engine.context;

import java.util.Arrays;

/** Trace and span ids as tracing libraries spell them: lower-case hex digits. */
final class Hex {
  private static final byte NO_DIGIT = -1;

  /** By character: digits and letters alternate at random in an id, no branch would be foreseen. */
  private static final byte[] DIGITS = digits();

  private Hex() {}

  private static byte[] digits() {
    byte[] digits = new byte['f' + 1];
    Arrays.fill(digits, NO_DIGIT);
    for (int i = 0; i < 16; i++) {
      digits[Character.forDigit(i, 16)] = (byte) i;
    }
    return digits;
  }

  /** Whether a text is an id of this many digits that is not all zeros. */
  static boolean isId(String text, int digits) {
    if (text == null || text.length() != digits) {
      return false;
    }
    boolean zero = true;
    for (int i = 0; i < digits; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
      zero &= c == '0';
    }
    return !zero;
  }

  /** The 16 digits from {@code from} of an id. */
  static long parse(String id, int from) {
    long value = 0;
    for (int i = from; i < from + 16; i++) {
      char c = id.charAt(i);
      value = (value << 4) | (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  }

  /** The number in an id of 16 digits, or 0 when the text is no such id. */
  static long parseId(String id) {
    if (id == null || id.length() != 16) {
      return 0;
    }
    long value = 0;
    int wrong = 0;
    for (int i = 0; i < 16; i++) {
      char c = id.charAt(i);
      int digit = c < DIGITS.length ? DIGITS[c] : NO_DIGIT;
      wrong |= digit;
      value = (value << 4) | digit;
    }
    return wrong < 0 ? 0 : value;
  }

  /** The 16 digits of a number. */
  static String format(long value) {
    char[] digits = new char[16];
    for (int i = 15; i >= 0; i--) {
      digits[i] = Character.forDigit((int) (value & 15), 16);
      value >>>= 4;
    }
    return new String(digits);
  }
}
