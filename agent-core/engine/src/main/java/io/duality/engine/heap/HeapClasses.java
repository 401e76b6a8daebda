package io.duality.engine.heap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be known of a dump before it is rewritten: which of its texts are names, and which
 * bytes of an instance are references. It takes memory for each class, none for an object.
 */
final class HeapClasses {
  private static final int LONGEST_NAME = 200;

  /** A class's own fields. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shape(long superId, long[] names, byte[] types) {}

  private final HprofInput in;
  private final Ids names = new Ids();
  private final Ids shapeOf = new Ids();
  private final List<Shape> shapes = new ArrayList<>();
  private final Map<Long, String> texts = new HashMap<>();
  private final Map<Long, Long> classNames = new HashMap<>();
  private int[][] turns;
  private boolean ended;
  private long classCount;
  private long objectCount;

  private HeapClasses(HprofInput in) {
    this.in = in;
  }

  /**
   * Reads all of a dump once.
   *
   * @throws IOException when it is truncated, corrupt or no heap dump
   */
  static HeapClasses of(Path dump, Deadline deadline) throws IOException {
    try (HprofInput in = HprofInput.open(dump)) {
      HeapClasses classes = new HeapClasses(in);
      while (!in.atEnd()) {
        deadline.check();
        classes.record(deadline);
      }
      if (!classes.ended) {
        throw new IOException(
            dump.getFileName()
                + " is truncated: it ends after "
                + in.size()
                + " bytes without the record that ends a heap dump");
      }
      classes.turns = new int[classes.shapes.size()][];
      return classes;
    }
  }

  /** How many bytes an id has. */
  int idSize() {
    return in.idSize();
  }

  /** How many classes are in it. */
  long classCount() {
    return classCount;
  }

  /** How many instances and arrays are in it. */
  long objectCount() {
    return objectCount;
  }

  /** Whether a text is the name of a class, a method, a field or a source file. */
  boolean isName(long textId) {
    return names.has(textId);
  }

  private void record(Deadline deadline) throws IOException {
    int tag = in.u1();
    in.u4();
    long length = in.length();
    long end = in.position() + length;
    switch (tag) {
      case Hprof.UTF8 -> text(length);
      case Hprof.LOAD_CLASS -> {
        in.u4();
        long classId = in.id();
        in.u4();
        long name = in.id();
        names.put(name, 0);
        if (texts.containsKey(name)) {
          classNames.put(classId, name);
        }
      }
      case Hprof.FRAME -> {
        in.id();
        names.put(in.id(), 0);
        names.put(in.id(), 0);
        names.put(in.id(), 0);
      }
      case Hprof.HEAP_DUMP, Hprof.HEAP_DUMP_SEGMENT -> {
        while (in.position() < end) {
          deadline.check();
          object(end);
        }
      }
      case Hprof.HEAP_DUMP_END -> ended = true;
      default -> in.skip(length);
    }
    if (in.position() > end) {
      throw in.corrupt("a record is longer than it says");
    }
    in.skip(end - in.position());
  }

  private void text(long length) throws IOException {
    long id = in.id();
    long bytes = length - in.idSize();
    if (bytes < 0) {
      throw in.corrupt("a text of " + length + " bytes");
    }
    if (bytes <= LONGEST_NAME) {
      byte[] text = new byte[(int) bytes];
      in.read(text, 0, text.length);
      String word = new String(text, StandardCharsets.UTF_8);
      if (KeptFields.concerns(word)) {
        texts.put(id, word);
      }
    } else {
      in.skip(bytes);
    }
  }

  private void object(long end) throws IOException {
    int tag = in.u1();
    int root = Hprof.root(tag, in.idSize());
    if (root >= 0) {
      in.skip(root);
      return;
    }
    switch (tag) {
      case Hprof.CLASS_DUMP -> classDump();
      case Hprof.INSTANCE_DUMP -> {
        in.skip(in.idSize() + 4L + in.idSize());
        in.skip(in.length());
        objectCount++;
      }
      case Hprof.OBJECT_ARRAY_DUMP -> {
        in.skip(in.idSize() + 4L);
        long count = in.length();
        in.skip(in.idSize() * (count + 1));
        objectCount++;
      }
      case Hprof.PRIMITIVE_ARRAY_DUMP -> {
        in.skip(in.idSize() + 4L);
        long count = in.length();
        in.skip(count * primitive(in.u1()));
        objectCount++;
      }
      default -> throw in.corrupt("the tag " + tag + " of an object is not known");
    }
    if (in.position() > end) {
      throw in.corrupt("an object is longer than its segment");
    }
  }

  private int primitive(int type) throws IOException {
    int size = Hprof.size(type, in.idSize());
    if (size == 0 || type == Hprof.OBJECT) {
      throw in.corrupt("the type " + type + " of an array is not known");
    }
    return size;
  }

  private int sized(int type) throws IOException {
    int size = Hprof.size(type, in.idSize());
    if (size == 0) {
      throw in.corrupt("the type " + type + " of a field is not known");
    }
    return size;
  }

  private void classDump() throws IOException {
    long id = in.id();
    in.u4();
    long superId = in.id();
    in.skip(in.idSize() * 5L + 4);
    for (int constants = in.u2(); constants > 0; constants--) {
      in.u2();
      in.skip(sized(in.u1()));
    }
    for (int statics = in.u2(); statics > 0; statics--) {
      names.put(in.id(), 0);
      in.skip(sized(in.u1()));
    }
    int fields = in.u2();
    long[] fieldNames = new long[fields];
    byte[] types = new byte[fields];
    for (int i = 0; i < fields; i++) {
      fieldNames[i] = in.id();
      names.put(fieldNames[i], 0);
      types[i] = (byte) in.u1();
      sized(types[i]);
    }
    shapeOf.put(id, shapes.size());
    shapes.add(new Shape(superId, fieldNames, types));
    classCount++;
  }

  /**
   * How an instance is rewritten: how many bytes are kept, how many are zeroed, how many are kept,
   * and so on.
   *
   * @return null when its class is not in the dump
   */
  int[] turns(long classId) {
    int index = shapeOf.get(classId);
    if (index == Ids.ABSENT) {
      return null;
    }
    if (turns[index] == null) {
      turns[index] = turnsOf(classId);
    }
    return turns[index];
  }

  private int[] turnsOf(long classId) {
    List<Integer> made = new ArrayList<>();
    boolean keeping = true;
    int run = 0;
    long at = classId;
    int classesLeft = shapes.size(); // a ring of superclasses is no class of a JVM
    for (int i = shapeOf.get(at); i != Ids.ABSENT && classesLeft > 0; i = shapeOf.get(at)) {
      Shape shape = shapes.get(i);
      String className = texts.get(classNames.get(at));
      for (int f = 0; f < shape.types.length; f++) {
        boolean keep =
            shape.types[f] == Hprof.OBJECT
                || KeptFields.keeps(className, texts.get(shape.names[f]));
        if (keep != keeping) {
          made.add(run);
          run = 0;
          keeping = keep;
        }
        run += Hprof.size(shape.types[f], in.idSize());
      }
      at = shape.superId;
      classesLeft--;
    }
    made.add(run);
    return made.stream().mapToInt(Integer::intValue).toArray();
  }
}
