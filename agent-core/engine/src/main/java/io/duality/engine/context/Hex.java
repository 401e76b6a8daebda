package io.duality.engine.context;

/** Trace and span ids as tracing libraries spell them: lower-case hex digits. */
final class Hex {
  private Hex() {}

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
    for (int i = 0; i < 16; i++) {
      char c = id.charAt(i);
      int digit = c <= '9' ? c - '0' : c - 'a' + 10;
      if (digit < 0 || digit > 15 || (c > '9' && c < 'a')) {
        return 0;
      }
      value = (value << 4) | digit;
    }
    return value;
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
