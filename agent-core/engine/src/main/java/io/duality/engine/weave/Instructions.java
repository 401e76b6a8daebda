package io.duality.engine.weave;

/** How long the instructions of a method are. */
final class Instructions {
  static final int PUTSTATIC = 179;
  static final int PUTFIELD = 181;
  static final int INVOKEVIRTUAL = 182;
  static final int INVOKESTATIC = 184;
  static final int NEW = 187;

  private static final int TABLESWITCH = 170;
  private static final int LOOKUPSWITCH = 171;
  private static final int WIDE = 196;
  private static final int IINC = 132;

  /** One digit for each instruction; 0 for those that say themselves how long they are. */
  private static final String SIZES =
      "1111111111111111232332222211111111111111111111111111112222211111111"
          + "1111111111111111111111111111111111111111111111111111111111111111131"
          + "1111111111111111111333333333333333320011111133333335532311331104335"
          + "5";

  private static final byte[] SIZE = new byte[SIZES.length()];

  static {
    for (int i = 0; i < SIZE.length; i++) {
      SIZE[i] = (byte) (SIZES.charAt(i) - '0');
    }
  }

  private Instructions() {}

  /**
   * How many bytes the instruction takes, its operands included.
   *
   * @param start where the code begins, to which switches are aligned
   * @throws IndexOutOfBoundsException when this is no instruction
   */
  static int size(byte[] file, int at, int start) {
    int opcode = file[at] & 0xff;
    int size = SIZE[opcode];
    if (size > 0) {
      return size;
    }
    if (opcode == WIDE) {
      return (file[at + 1] & 0xff) == IINC ? 6 : 4;
    }
    int aligned = at + 4 - ((at - start) & 3);
    if (opcode == TABLESWITCH) {
      return aligned - at + 12 + 4 * (integer(file, aligned + 8) - integer(file, aligned + 4) + 1);
    }
    if (opcode == LOOKUPSWITCH) {
      return aligned - at + 8 + 8 * integer(file, aligned + 4);
    }
    throw new IndexOutOfBoundsException("no instruction: " + opcode);
  }

  private static int integer(byte[] file, int at) {
    return ConstantPool.unsignedShort(file, at) << 16 | ConstantPool.unsignedShort(file, at + 2);
  }
}
