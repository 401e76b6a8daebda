package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * Memory of the process at one moment, in bytes.
 *
 * @param areas every kind of memory that has a size of its own
 * @param liveBytes what the heap held after the last collection that says so, or {@link
 *     Vitals#UNKNOWN} before there was one
 * @param liveNanos when that collection ended, on the clock of {@link Look#nanos()}
 * @param liveBy how it is known: {@code old} after a collection of the whole heap or a mixed one,
 *     {@code young} after a young one, which still counts garbage of the old generation
 */
public record MemorySeen(List<Area> areas, long liveBytes, long liveNanos, String liveBy) {
  /** The heap. */
  public static final String HEAP = "heap";

  /** Class metadata. */
  public static final String METASPACE = "metaspace";

  /** The part of class metadata that has a limit of its own. */
  public static final String CLASS_SPACE = "compressed class space";

  /** Compiled code. */
  public static final String CODE_CACHE = "code cache";

  /** Direct byte buffers. */
  public static final String DIRECT = "direct buffers";

  /** Mapped files. */
  public static final String MAPPED = "mapped buffers";

  /** What the process has in physical memory, without pages of files, which can be read again. */
  public static final String RSS = "resident memory";

  /**
   * What the process has in physical memory beside its heap, against what is left for it when the
   * heap has its full size.
   */
  public static final String NATIVE = "native memory";

  /** The container's memory, of all its processes, without the files that can be read again. */
  public static final String CONTAINER = "container memory";

  /** Nothing is known. */
  public static final MemorySeen NOTHING =
      new MemorySeen(List.of(), Vitals.UNKNOWN, Vitals.UNKNOWN, "");

  /**
   * One kind of memory.
   *
   * @param name one of the constants of {@link MemorySeen}, or a name of the JVM's
   * @param used bytes
   * @param limit bytes, or {@link Vitals#UNKNOWN} when there is none or it is not known
   * @param count how many objects it consists of, such as buffers or classes; or {@link
   *     Vitals#UNKNOWN}
   */
  public record Area(String name, long used, long limit, long count) {
    public Area {
      Objects.requireNonNull(name, "name");
    }

    /** Which part of the limit is used, 0 to 1 and beyond; negative without a limit. */
    public double share() {
      return limit <= 0 || used < 0 ? -1 : (double) used / limit;
    }
  }

  public MemorySeen {
    areas = List.copyOf(areas);
    Objects.requireNonNull(liveBy, "liveBy");
  }

  /** The area of a name, or null. */
  public Area area(String name) {
    for (Area area : areas) {
      if (area.name().equals(name)) {
        return area;
      }
    }
    return null;
  }
}
