package io.duality.engine.vitals;

import io.duality.model.Vitals;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of the control group around this process, version 1 or 2: of the tightest one when
 * groups are nested. Files that the kernel keeps in memory, and what it remembers of their names,
 * count as used in a group although it gives them up before it kills; so they are left out. For one
 * thread.
 */
final class GroupMemory {
  /** From here on version 1 means "no limit": the largest multiple of a page. */
  private static final long NO_LIMIT = Long.MAX_VALUE / 4096 * 4096 / 2;

  private final List<Group> groups = new ArrayList<>();

  /** Above this part of the limit what the kernel keeps of files is read each time. */
  private static final double NEAR = 0.6;

  /** So often otherwise: for its statistics the kernel adds up all processors and groups. */
  private static final int FILES_EVERY = 5;

  /** The limit is written by an orchestrator, seldom. */
  private static final int LIMIT_EVERY = 5;

  private Group tightest;
  private String reason;

  /** One group and its files. */
  private static final class Group {
    final SystemFile limit;
    final SystemFile usage;
    final SystemFile stat;
    final String[] files;
    private long bytes = Vitals.UNKNOWN;
    private long kept;
    private int limits;
    private int uses;

    Group(Path directory, String limit, String usage, String... files) {
      this.limit = new SystemFile(directory.resolve(limit).toFile());
      this.usage = new SystemFile(directory.resolve(usage).toFile());
      this.stat = new SystemFile(directory.resolve("memory.stat").toFile());
      this.files = files;
    }

    /** Bytes, or {@link Vitals#UNKNOWN} for none. */
    long limit() {
      if (limits++ % LIMIT_EVERY == 0) {
        long read = limit.read() ? limit.number() : Vitals.UNKNOWN;
        bytes = read >= NO_LIMIT ? Vitals.UNKNOWN : read;
      }
      return bytes;
    }

    long used() {
      long used = usage.read() ? usage.number() : Vitals.UNKNOWN;
      boolean near = bytes > 0 && used >= NEAR * bytes;
      if (used > 0 && (uses++ % FILES_EVERY == 0 || near)) {
        kept = files();
      }
      return used > 0 ? Math.max(0, used - kept) : used;
    }

    /** From now on all is read anew. */
    void forget() {
      limits = 0;
      uses = 0;
    }

    private long files() {
      long sum = 0;
      if (stat.read()) {
        for (String each : files) {
          sum += Math.max(0, stat.number(each));
        }
      }
      return sum;
    }

    void close() {
      limit.close();
      usage.close();
      stat.close();
    }
  }

  /**
   * @param root {@code /sys/fs/cgroup}
   * @param self {@code /proc/self/cgroup}
   */
  GroupMemory(Path root, Path self) {
    try {
      if (Files.isDirectory(root.resolve("memory"))) {
        for (Path each : nested(root.resolve("memory"), self, ":memory:")) {
          groups.add(
              new Group(
                  each,
                  "memory.limit_in_bytes",
                  "memory.usage_in_bytes",
                  "total_inactive_file",
                  "total_active_file"));
        }
      } else if (Files.exists(root.resolve("cgroup.controllers"))) {
        for (Path each : nested(root, self, "0::")) {
          groups.add(
              new Group(
                  each,
                  "memory.max",
                  "memory.current",
                  "inactive_file",
                  "active_file",
                  "slab_reclaimable"));
        }
      }
    } catch (IOException | RuntimeException e) {
      reason = "the control group is not readable: " + e;
    }
    choose();
  }

  static GroupMemory ofThisProcess() {
    return new GroupMemory(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
  }

  /** The group's directory and those above it; inside a container its own root is mounted. */
  private static List<Path> nested(Path root, Path self, String marker) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String line : Files.readAllLines(self, StandardCharsets.UTF_8)) {
      int at = line.indexOf(marker);
      if (at >= 0) {
        Path below = root.resolve("." + line.substring(at + marker.length())).normalize();
        while (below != null && below.startsWith(root) && !below.equals(root)) {
          if (Files.isDirectory(below)) {
            found.add(below);
          }
          below = below.getParent();
        }
      }
    }
    found.add(root);
    return found;
  }

  /** The group that is nearest to its limit; without any limit the innermost that tells. */
  private void choose() {
    Group best = null;
    double most = -1;
    for (Group group : groups) {
      long limit = group.limit();
      long used = group.used();
      double share = limit > 0 && used >= 0 ? (double) used / limit : -1;
      if (used >= 0 && (best == null || share > most)) {
        best = group;
        most = share;
      }
    }
    for (Group group : groups) {
      if (group != best) {
        group.close();
      }
    }
    tightest = best;
    if (best == null && !groups.isEmpty() && reason == null) {
      File file = groups.get(0).usage.path();
      reason = file + " is not readable";
    }
  }

  /** Chooses again, because limits and neighbours change. */
  void refresh() {
    if (!groups.isEmpty()) {
      groups.forEach(Group::forget);
      choose();
    }
  }

  /** Whether there is a group whose memory is known. */
  boolean known() {
    return tightest != null;
  }

  /** Why nothing is known, or null where there is nothing to know. */
  String reason() {
    return reason;
  }

  long limit() {
    return tightest.limit();
  }

  /** Bytes that the kernel cannot take back by itself, or {@link Vitals#UNKNOWN}. */
  long used() {
    return tightest.used();
  }

  void close() {
    groups.forEach(Group::close);
  }
}
