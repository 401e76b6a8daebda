package io.duality.engine.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The raw bytes of a class file's fields and methods, by name and descriptor. */
final class ClassFile {
  private final byte[] bytes;
  private final int[] constants;
  private int at;

  private ClassFile(byte[] bytes) {
    this.bytes = bytes;
    this.constants = new int[u2(8)];
    at = 10;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = at;
      switch (bytes[at]) {
        case 1 -> at += 3 + u2(at + 1);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        case 5, 6 -> {
          at += 9;
          i++;
        }
        case 15 -> at += 4;
        default -> at += 3;
      }
    }
    at += 6;
    at += 2 + 2 * u2(at);
  }

  static Map<String, byte[]> members(byte[] bytes) {
    ClassFile file = new ClassFile(bytes);
    Map<String, byte[]> members = new LinkedHashMap<>();
    file.table(members); // fields
    file.table(members); // methods
    return members;
  }

  private void table(Map<String, byte[]> members) {
    int count = u2(at);
    at += 2;
    for (int i = 0; i < count; i++) {
      int start = at;
      String name = utf8(u2(at + 2)) + utf8(u2(at + 4));
      int attributes = u2(at + 6);
      at += 8;
      for (int a = 0; a < attributes; a++) {
        at += 6 + (u2(at + 2) << 16 | u2(at + 4));
      }
      members.put(name, Arrays.copyOfRange(bytes, start, at));
    }
  }

  private String utf8(int constant) {
    int where = constants[constant];
    return new String(bytes, where + 3, u2(where + 1), StandardCharsets.UTF_8);
  }

  private int u2(int where) {
    return (bytes[where] & 0xff) << 8 | (bytes[where + 1] & 0xff);
  }
}
