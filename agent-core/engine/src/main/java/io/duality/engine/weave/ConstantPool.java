package io.duality.engine.weave;

import java.nio.charset.StandardCharsets;

/** A look at a class file's constants without reading the rest; allocates nothing for most. */
final class ConstantPool {
  static final int FIRST_CONSTANT = 10;
  private static final int UTF8 = 1;

  /** No name of such a type is shorter. */
  private static final int SHORTEST = 5;

  /** The bytes of a constant by its tag, 0 for those that there are not. */
  private static final byte[] SIZES = {
    0, 0, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3
  };

  private static final byte[] PACKAGE = FieldTypes.PACKAGE.getBytes(StandardCharsets.US_ASCII);

  private ConstantPool() {}

  /**
   * Whether a constant may be the descriptor or the name of a type that gives names: only then can
   * the class store, create or extend one. Cheap and seldom wrong; {@link Uses} is sure.
   *
   * @throws IndexOutOfBoundsException when this is no class file
   */
  static boolean mayNameTypes(byte[] file, OwnTypes own) {
    boolean[] mayEnd = own.ends();
    // Runs for every class, and at start by the interpreter: all that can be done here is.
    int count = unsignedShort(file, FIRST_CONSTANT - 2);
    int at = FIRST_CONSTANT;
    for (int constant = 1; constant < count; constant++) {
      int tag = file[at];
      if (tag == UTF8) {
        int length = (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff);
        int from = at + 3;
        at = from + length;
        if (length > SHORTEST && mayEnd[file[at - 1] & 0x7f] && isNamedType(file, from, at, own)) {
          return true;
        }
      } else if (tag > 0 && tag < SIZES.length && SIZES[tag] != 0) {
        at += SIZES[tag];
        if (tag == 5 || tag == 6) {
          constant++;
        }
      } else {
        return false; // newer than we know: leave it alone
      }
    }
    return false;
  }

  /** How many bytes a constant takes; -1 for an unknown one. */
  static int size(byte[] file, int at) {
    int tag = file[at];
    if (tag == UTF8) {
      return 3 + unsignedShort(file, at + 1);
    }
    return tag > 0 && tag < SIZES.length && SIZES[tag] != 0 ? SIZES[tag] : -1;
  }

  /** How many numbers a constant takes: a long or double two. */
  static int places(byte[] file, int at) {
    return file[at] == 5 || file[at] == 6 ? 2 : 1;
  }

  /** A descriptor or a name; the descriptor of a method is neither. */
  private static boolean isNamedType(byte[] file, int from, int behind, OwnTypes own) {
    int at = from;
    int end = behind;
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
