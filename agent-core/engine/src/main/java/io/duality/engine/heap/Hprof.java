package io.duality.engine.heap;

/** The words of the format in which the JVM writes a heap: version 1.0.2 with segments. */
final class Hprof {
  static final String MAGIC = "JAVA PROFILE 1.0.2";

  static final int UTF8 = 0x01;
  static final int LOAD_CLASS = 0x02;
  static final int UNLOAD_CLASS = 0x03;
  static final int FRAME = 0x04;
  static final int TRACE = 0x05;
  static final int HEAP_SUMMARY = 0x07;
  static final int HEAP_DUMP = 0x0C;
  static final int HEAP_DUMP_SEGMENT = 0x1C;
  static final int HEAP_DUMP_END = 0x2C;

  static final int ROOT_UNKNOWN = 0xFF;
  static final int ROOT_JNI_GLOBAL = 0x01;
  static final int ROOT_JNI_LOCAL = 0x02;
  static final int ROOT_JAVA_FRAME = 0x03;
  static final int ROOT_NATIVE_STACK = 0x04;
  static final int ROOT_STICKY_CLASS = 0x05;
  static final int ROOT_THREAD_BLOCK = 0x06;
  static final int ROOT_MONITOR_USED = 0x07;
  static final int ROOT_THREAD_OBJECT = 0x08;
  static final int CLASS_DUMP = 0x20;
  static final int INSTANCE_DUMP = 0x21;
  static final int OBJECT_ARRAY_DUMP = 0x22;
  static final int PRIMITIVE_ARRAY_DUMP = 0x23;

  static final int OBJECT = 2;

  private Hprof() {}

  /** How many bytes a value of a type has, or 0 for none of the format's types. */
  static int size(int type, int idSize) {
    return switch (type) {
      case OBJECT -> idSize;
      case 4, 8 -> 1; // boolean, byte
      case 5, 9 -> 2; // char, short
      case 6, 10 -> 4; // float, int
      case 7, 11 -> 8; // double, long
      default -> 0;
    };
  }

  /** How many bytes follow the tag of a root, or -1 when it is none. */
  static int root(int tag, int idSize) {
    return switch (tag) {
      case ROOT_UNKNOWN, ROOT_STICKY_CLASS, ROOT_MONITOR_USED -> idSize;
      case ROOT_JNI_GLOBAL -> 2 * idSize;
      case ROOT_NATIVE_STACK, ROOT_THREAD_BLOCK -> idSize + 4;
      case ROOT_JNI_LOCAL, ROOT_JAVA_FRAME, ROOT_THREAD_OBJECT -> idSize + 8;
      default -> -1;
    };
  }
}
