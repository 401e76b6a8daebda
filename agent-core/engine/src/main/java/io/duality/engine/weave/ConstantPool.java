package io.duality.engine.weave;

import java.nio.charset.StandardCharsets;

/** A look at a class file's constants without reading the rest; allocates nothing for most. */
final class ConstantPool {
  static final int FIRST_CONSTANT = 10;
  static final int UTF8 = 1;

  private static final byte[] PACKAGE = FieldTypes.PACKAGE.getBytes(StandardCharsets.US_ASCII);

  private ConstantPool() {}

  /**
   * Whether a constant may be the descriptor or the name of a type that gives names: only then can
   * the class store, create or extend one. Cheap and seldom wrong; {@link Uses} is sure.
   *
   * @throws IndexOutOfBoundsException when this is no class file
   */
  static boolean mayNameTypes(byte[] file, OwnTypes own) {
    int count = unsignedShort(file, FIRST_CONSTANT - 2);
    int at = FIRST_CONSTANT;
    for (int constant = 1; constant < count; constant++) {
      if (file[at] == UTF8) {
        int length = unsignedShort(file, at + 1);
        if (length > 4 && isNamedType(file, at + 3, length, own)) {
          return true;
        }
        at += 3 + length;
        continue;
      }
      int size = size(file, at);
      if (size < 0) {
        return false; // newer than we know: leave it alone
      }
      constant += places(file, at) - 1;
      at += size;
    }
    return false;
  }

  /** How many bytes a constant takes; -1 for an unknown one. */
  static int size(byte[] file, int at) {
    return switch (file[at]) {
      case UTF8 -> 3 + unsignedShort(file, at + 1);
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
      case 5, 6 -> 9;
      case 7, 8, 16, 19, 20 -> 3;
      case 15 -> 4;
      default -> -1;
    };
  }

  /** How many numbers a constant takes: a long or double two. */
  static int places(byte[] file, int at) {
    return file[at] == 5 || file[at] == 6 ? 2 : 1;
  }

  /** A descriptor or a name; the descriptor of a method is neither. */
  private static boolean isNamedType(byte[] file, int from, int length, OwnTypes own) {
    int at = from;
    int end = from + length;
    if (file[end - 1] == ';') {
      if (file[at] != 'L') {
        return false;
      }
      at++;
      end--;
    }
    if (file[at] == 'j' && startsWithPackage(file, at, end)) {
      String name = text(file, at, end - at);
      return at == from
          ? FieldTypes.isCreated(name)
              || FieldTypes.isExtended(name)
              || Creators.makesPool(name, "new")
          : FieldTypes.isStored("L" + name + ";") || FieldTypes.isPerhapsOne(name);
    }
    if (own.mayContain(file, at, end - at) && own.contains(text(file, at, end - at))) {
      return true;
    }
    return mayEndAsOne(file[end - 1], file[end - 2])
        && contains(file, at, end, '/')
        && FieldTypes.isPerhapsOne(text(file, at, end - at));
  }

  /** Of Lock, Deque, Pool and so on: the last two letters, for most texts enough. */
  private static boolean mayEndAsOne(byte last, byte before) {
    return switch (last) {
      case 'k', 'h' -> before == 'c';
      case 'x' -> before == 'e';
      case 'e' -> before == 'r' || before == 'u' || before == 'c';
      case 'r' -> before == 'e' || before == 'o';
      case 'l' -> before == 'o';
      case 'c' -> before == 'n';
      default -> false;
    };
  }

  private static boolean startsWithPackage(byte[] file, int at, int end) {
    if (end - at <= PACKAGE.length) {
      return false;
    }
    for (int i = PACKAGE.length - 2; i >= 0; i--) { // its end is what tells it from others
      if (file[at + i] != PACKAGE[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] file, int from, int end, char wanted) {
    for (int i = from; i < end; i++) {
      if (file[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  static String text(byte[] file, int from, int length) {
    return new String(file, from, length, StandardCharsets.UTF_8);
  }

  static int unsignedShort(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
  }
}
