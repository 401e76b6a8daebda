package io.duality.engine.capture;

import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The limits of the control group around this process, version 1 or 2. */
final class Container {
  /** From here on version 1 means "no limit": the largest multiple of a page. */
  private static final long NO_LIMIT = Long.MAX_VALUE / 4096 * 4096 / 2;

  private final Path groups;
  private final Path self;

  /**
   * @param groups {@code /sys/fs/cgroup}
   * @param self {@code /proc/self/cgroup}
   */
  Container(Path groups, Path self) {
    this.groups = groups;
    this.self = self;
  }

  static Container ofThisProcess() {
    return new Container(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
  }

  Map<String, Object> read() {
    try {
      if (Files.exists(groups.resolve("cgroup.controllers"))) {
        return version2();
      }
      if (Files.isDirectory(groups.resolve("memory"))) {
        return version1();
      }
      return Json.object("kind", "none");
    } catch (IOException | RuntimeException e) {
      return Json.object("kind", "unknown", "reason", Failed.describe(e));
    }
  }

  private Map<String, Object> version2() throws IOException {
    Path group = group("0::", groups);
    Map<String, Object> container = Json.object("kind", "cgroup-v2");
    String[] cpu = words(group.resolve("cpu.max"));
    if (cpu.length == 2 && !cpu[0].equals("max")) {
      Json.put(container, "cpuLimit", positive(number(cpu[0]), number(cpu[1])));
    }
    Json.put(container, "memoryLimitBytes", limit(group.resolve("memory.max")));
    Json.put(container, "memoryUsedBytes", limit(group.resolve("memory.current")));
    Json.put(container, "pidsLimit", limit(group.resolve("pids.max")));
    Json.put(container, "pids", limit(group.resolve("pids.current")));
    Long throttled = field(group.resolve("cpu.stat"), "throttled_usec");
    Json.put(container, "throttledMillis", throttled == null ? null : throttled / 1000);
    return container;
  }

  private Map<String, Object> version1() throws IOException {
    Path memory = group(":memory:", groups.resolve("memory"));
    Path cpu = group(":cpu,cpuacct:", groups.resolve("cpu"));
    Path pids = group(":pids:", groups.resolve("pids"));
    Map<String, Object> container = Json.object("kind", "cgroup-v1");
    Long quota = limit(cpu.resolve("cpu.cfs_quota_us"));
    Long period = limit(cpu.resolve("cpu.cfs_period_us"));
    if (quota != null && period != null) {
      Json.put(container, "cpuLimit", positive(quota, period));
    }
    Json.put(container, "memoryLimitBytes", limit(memory.resolve("memory.limit_in_bytes")));
    Json.put(container, "memoryUsedBytes", limit(memory.resolve("memory.usage_in_bytes")));
    Json.put(container, "pidsLimit", limit(pids.resolve("pids.max")));
    Json.put(container, "pids", limit(pids.resolve("pids.current")));
    Long throttled = field(cpu.resolve("cpu.stat"), "throttled_time");
    Json.put(container, "throttledMillis", throttled == null ? null : throttled / 1_000_000);
    return container;
  }

  /** The group's directory; inside a container its own root is what is mounted. */
  private Path group(String marker, Path root) throws IOException {
    if (Files.isReadable(self)) {
      for (String line : Files.readAllLines(self)) {
        int at = line.indexOf(marker);
        if (at >= 0) {
          Path below = root.resolve("." + line.substring(at + marker.length())).normalize();
          return below.startsWith(root) && Files.isDirectory(below) ? below : root;
        }
      }
    }
    return root;
  }

  private static Long limit(Path file) throws IOException {
    String[] words = words(file);
    if (words.length == 0 || words[0].equals("max")) {
      return null;
    }
    long value = number(words[0]);
    return value < 0 || value >= NO_LIMIT ? null : value;
  }

  private static Long field(Path file, String name) throws IOException {
    if (!Files.isReadable(file)) {
      return null;
    }
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name + " ")) {
        return number(line.substring(name.length() + 1));
      }
    }
    return null;
  }

  private static String[] words(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip().split("\\s+") : new String[0];
  }

  private static long number(String digits) throws IOException {
    try {
      return Long.parseLong(digits.strip());
    } catch (NumberFormatException e) {
      throw new IOException("'" + digits + "' is no number", e);
    }
  }

  private static Double positive(long quota, long period) {
    return quota > 0 && period > 0 ? (double) quota / period : null;
  }
}
