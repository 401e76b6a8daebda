package io.duality.engine.heap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Rewrites a heap dump without anything that was data. Kept are objects, classes, references, sizes
 * and the names of classes, methods and fields. Zeroed are the contents of all primitive arrays,
 * which are the characters of all strings, and all primitive fields but {@link KeptFields}. Left
 * out are all texts that name nothing: among them are the string constants of every loaded class.
 *
 * <p>The dump is read twice from front to back; memory is taken for each class, none for an object.
 */
public final class HeapSanitizer {
  /**
   * What was rewritten.
   *
   * @param classes how many classes are in the dump
   * @param objects how many instances and arrays
   * @param texts how many texts were left out
   */
  public record Result(long classes, long objects, long texts) {}

  private final HprofInput in;
  private final HprofOutput out;
  private final HeapClasses classes;
  private final int idSize;
  private long texts;

  private HeapSanitizer(HprofInput in, HprofOutput out, HeapClasses classes) {
    this.in = in;
    this.out = out;
    this.classes = classes;
    this.idSize = classes.idSize();
  }

  /**
   * Rewrites a dump.
   *
   * @param dump as the JVM wrote it, whole
   * @param to takes the rewritten dump; what it got before an error is of no use
   * @throws IOException when the dump is truncated, corrupt or no heap dump, when it cannot be
   *     written, or when the time is over
   */
  public static Result rewrite(Path dump, OutputStream to, Deadline deadline) throws IOException {
    HeapClasses classes = HeapClasses.of(dump, deadline);
    try (HprofInput in = HprofInput.open(dump)) {
      HprofOutput out = new HprofOutput(to, in.idSize());
      HeapSanitizer sanitizer = new HeapSanitizer(in, out, classes);
      sanitizer.header();
      while (!in.atEnd()) {
        deadline.check();
        sanitizer.record(deadline);
      }
      out.flush();
      return new Result(classes.classCount(), classes.objectCount(), sanitizer.texts);
    }
  }

  private void header() throws IOException {
    byte[] magic = Hprof.MAGIC.getBytes(StandardCharsets.US_ASCII);
    out.bytes(magic, magic.length);
    out.u1(0);
    out.u4(idSize);
    out.u8(in.timestamp());
  }

  private void record(Deadline deadline) throws IOException {
    int tag = in.u1();
    long time = in.u4();
    long length = in.length();
    switch (tag) {
      case Hprof.UTF8 -> text(time, length);
      case Hprof.LOAD_CLASS,
          Hprof.UNLOAD_CLASS,
          Hprof.FRAME,
          Hprof.TRACE,
          Hprof.HEAP_SUMMARY,
          Hprof.HEAP_DUMP_END -> {
        head(tag, time, length);
        out.copy(in, length);
      }
      case Hprof.HEAP_DUMP, Hprof.HEAP_DUMP_SEGMENT -> {
        head(tag, time, length);
        long end = in.position() + length;
        while (in.position() < end) {
          deadline.check();
          object();
        }
      }
      default -> in.skip(length); // samples and settings, which a JVM of today does not write
    }
  }

  private void head(int tag, long time, long length) throws IOException {
    out.u1(tag);
    out.u4(time);
    out.u4(length);
  }

  private void text(long time, long length) throws IOException {
    long id = in.id();
    long bytes = length - idSize;
    if (classes.isName(id)) {
      head(Hprof.UTF8, time, length);
      out.id(id);
      out.copy(in, bytes);
    } else {
      in.skip(bytes);
      texts++;
    }
  }

  private void object() throws IOException {
    int tag = in.u1();
    out.u1(tag);
    int root = Hprof.root(tag, idSize);
    if (root >= 0) {
      out.copy(in, root);
      return;
    }
    switch (tag) {
      case Hprof.CLASS_DUMP -> classDump();
      case Hprof.INSTANCE_DUMP -> instance();
      case Hprof.OBJECT_ARRAY_DUMP -> {
        out.copy(in, idSize + 4L);
        long count = in.length();
        out.u4(count);
        out.copy(in, idSize * (count + 1));
      }
      case Hprof.PRIMITIVE_ARRAY_DUMP -> {
        out.copy(in, idSize + 4L);
        long count = in.length();
        int type = in.u1();
        out.u4(count);
        out.u1(type);
        zero(count * Hprof.size(type, idSize));
      }
      default -> throw in.corrupt("the tag " + tag + " of an object is not known");
    }
  }

  private void classDump() throws IOException {
    out.copy(in, 7L * idSize + 8);
    int constants = in.u2();
    out.u2(constants);
    for (int i = 0; i < constants; i++) {
      out.u2(in.u2());
      value();
    }
    int statics = in.u2();
    out.u2(statics);
    for (int i = 0; i < statics; i++) {
      out.id(in.id());
      value();
    }
    int fields = in.u2();
    out.u2(fields);
    out.copy(in, fields * (idSize + 1L));
  }

  /** A type and a value of it. */
  private void value() throws IOException {
    int type = in.u1();
    out.u1(type);
    int size = Hprof.size(type, idSize);
    if (type == Hprof.OBJECT) {
      out.copy(in, size);
    } else {
      zero(size);
    }
  }

  private void instance() throws IOException {
    out.copy(in, idSize + 4L);
    long classId = in.id();
    long length = in.length();
    out.id(classId);
    out.u4(length);
    int[] turns = classes.turns(classId);
    long left = length;
    for (int i = 0; turns != null && i < turns.length; i++) {
      if (turns[i] > left) {
        throw in.corrupt("an instance has fewer bytes than its class has fields");
      }
      if (i % 2 == 0) {
        out.copy(in, turns[i]);
      } else {
        zero(turns[i]);
      }
      left -= turns[i];
    }
    zero(left); // of a class that is not in the dump nothing is known
  }

  private void zero(long bytes) throws IOException {
    in.skip(bytes);
    out.zeros(bytes);
  }
}
