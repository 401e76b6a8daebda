package io.duality.engine.vitals;

/** Which memory an OutOfMemoryError is about, by its message. */
public enum MemoryErrorKind {
  HEAP("oom heap"),
  GC_OVERHEAD("oom gc overhead"),
  ARRAY_SIZE("oom array size"),
  METASPACE("oom metaspace"),
  DIRECT("oom direct buffers"),
  THREADS("oom threads"),
  NATIVE("oom native memory");

  /** The JVM's message for an array that is longer than any of its heaps could have. */
  static final String TOO_LONG = "Requested array size exceeds VM limit";

  private final String label;

  MemoryErrorKind(String label) {
    this.label = label;
  }

  /** The kind of its {@link io.duality.model.FailureSeen}. */
  public String label() {
    return label;
  }

  /** Whether the JVM throws it, and dumps the heap at the first of them when it was told to. */
  boolean ofVm() {
    return this == HEAP || this == GC_OVERHEAD || this == ARRAY_SIZE || this == METASPACE;
  }

  /** Whether a message is about an array that no heap has room for, however large it is. */
  static boolean tooLong(String message) {
    return message != null && (message.startsWith(TOO_LONG) || message.startsWith("Required "));
  }

  /** The kind that a message tells; {@link #NATIVE} for one that no part of the JDK has. */
  public static MemoryErrorKind of(String message) {
    String text = message == null ? "" : message;
    if (text.startsWith("Java heap space")) {
      return HEAP;
    } else if (text.startsWith("GC overhead limit")) {
      return GC_OVERHEAD;
    } else if (tooLong(text)) {
      return ARRAY_SIZE;
    } else if (text.startsWith("Metaspace") || text.startsWith("Compressed class space")) {
      return METASPACE;
    } else if (text.contains("direct buffer memory")
        || text.contains("direct memory")
        || text.startsWith("Direct buffer memory")) {
      return DIRECT;
    } else if (text.startsWith("unable to create") && text.contains("thread")) {
      return THREADS;
    }
    return NATIVE;
  }
}
