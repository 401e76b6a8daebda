package io.duality.engine.weave;

import java.nio.charset.StandardCharsets;

/** A look at a class file's constants without reading the rest; allocates nothing for most. */
final class ConstantPool {
  private static final byte[] PACKAGE = FieldTypes.PACKAGE.getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_CONSTANT = 10;

  private ConstantPool() {}

  /**
   * Whether a constant is the descriptor of a named type or the name of a created one: only then
   * can the class store or create such an object.
   *
   * @throws IndexOutOfBoundsException when this is no class file
   */
  static boolean mentionsNamedTypes(byte[] file) {
    int count = unsignedShort(file, FIRST_CONSTANT - 2);
    int at = FIRST_CONSTANT;
    for (int constant = 1; constant < count; constant++) {
      switch (file[at]) {
        case 1 -> { // Utf8
          int length = unsignedShort(file, at + 1);
          if (isNamedType(file, at + 3, length)) {
            return true;
          }
          at += 3 + length;
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        case 5, 6 -> { // Long and Double take two places
          at += 9;
          constant++;
        }
        case 7, 8, 16, 19, 20 -> at += 3;
        case 15 -> at += 4;
        default -> {
          return false; // newer than we know: leave it alone
        }
      }
    }
    return false;
  }

  private static boolean isNamedType(byte[] file, int from, int length) {
    if (length <= PACKAGE.length) {
      return false;
    }
    boolean descriptor = file[from] == 'L';
    int at = descriptor ? from + 1 : from;
    for (int i = 0; i < PACKAGE.length; i++) {
      if (file[at + i] != PACKAGE[i]) {
        return false;
      }
    }
    String text = new String(file, from, length, StandardCharsets.US_ASCII);
    return descriptor ? FieldTypes.isStored(text) : FieldTypes.isCreated(text);
  }

  private static int unsignedShort(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }
}
