package io.duality.engine.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How full memory was, by a crash log: heap, metaspace, process, container, machine. */
final class CrashFigures {
  private static final Pattern SPACE =
      Pattern.compile(
          "^ (\\w[\\w -]*?)\\s+(?:total (?:reserved )?(\\d+)K|capacity (\\d+)M),.*?used (\\d+)K");
  private static final Pattern Z_HEAP =
      Pattern.compile("^ ?ZHeap\\s+used (\\d+)M, capacity \\d+M, max capacity (\\d+)M");
  private static final Pattern SHENANDOAH =
      Pattern.compile("^ (\\d+)([KMG]) max, .*, (\\d+)([KMG]) used");
  private static final Pattern METASPACE = Pattern.compile("^ Metaspace\\s+used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("^Resident Set Size: (\\d+)K");
  private static final Pattern MACHINE =
      Pattern.compile("^Memory: .*physical (\\d+)k ?\\((\\d+)k free\\)(?:, swap (\\d+)k)?");
  private static final Pattern CONTAINER =
      Pattern.compile("^(memory_(?:limit|usage)\\w*): (\\d+) (k|bytes|kB)");

  private CrashFigures() {}

  static List<String> of(List<String> lines) {
    List<String> figures = new ArrayList<>();
    boolean heap = false;
    for (String line : lines) {
      heap = line.equals("Heap:") || (heap && !line.isBlank());
      String figure = heap ? space(line) : elsewhere(line);
      if (figure != null) {
        figures.add(figure);
      }
    }
    return figures;
  }

  private static String space(String line) {
    Matcher space = SPACE.matcher(line);
    if (space.find() && space.group(2) != null) {
      return space.group(1).replace("garbage-first heap", "heap")
          + " "
          + of(space.group(4), "K", space.group(2), "K");
    }
    Matcher zheap = Z_HEAP.matcher(line);
    if (zheap.find()) {
      return "heap " + of(zheap.group(1), "M", zheap.group(2), "M");
    }
    Matcher shenandoah = SHENANDOAH.matcher(line);
    if (shenandoah.find()) {
      return "heap "
          + of(shenandoah.group(3), shenandoah.group(4), shenandoah.group(1), shenandoah.group(2));
    }
    Matcher metaspace = METASPACE.matcher(line);
    return metaspace.find() ? "metaspace " + size(metaspace.group(1), "K") + " used" : null;
  }

  private static String elsewhere(String line) {
    Matcher resident = RESIDENT.matcher(line);
    if (resident.find()) {
      return "resident " + size(resident.group(1), "K");
    }
    Matcher container = CONTAINER.matcher(line);
    if (container.find()) {
      String unit = container.group(3).startsWith("k") ? "K" : "";
      return container.group(1).replace('_', ' ').replace(" in bytes", "")
          + " "
          + size(container.group(2), unit);
    }
    Matcher machine = MACHINE.matcher(line);
    return machine.find()
        ? size(machine.group(2), "K")
            + " of "
            + size(machine.group(1), "K")
            + " of the machine free"
        : null;
  }

  private static String of(String used, String usedUnit, String all, String allUnit) {
    return size(used, usedUnit) + " of " + size(all, allUnit);
  }

  private static String size(String digits, String unit) {
    long factor =
        switch (unit) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          case "G" -> 1L << 30;
          default -> 1;
        };
    long bytes = Long.parseLong(digits) * factor;
    return bytes >= 10L << 30
        ? (bytes >> 30) + " GiB"
        : bytes >= 10L << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
