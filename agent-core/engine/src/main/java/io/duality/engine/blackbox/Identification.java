package io.duality.engine.blackbox;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.json.Json;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a harvest has to know of a process before it dies: who it is, and where the JVM would leave
 * what. Of its options only those that say so, never its command line.
 */
public final class Identification {
  private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";

  private Identification() {}

  /** Of this process. */
  public static Map<String, Object> of(ServiceInfo service, ProcessInfo process) {
    Map<String, Object> who =
        Json.object(
            "pid", process.pid(),
            "host", process.host(),
            "jvm", process.jvm(),
            "startedAt", process.startedAt().toString(),
            "agentVersion", process.agentVersion(),
            "service", service.name());
    Json.put(who, "version", service.version());
    Json.put(who, "instance", service.instance());
    Json.put(who, "commit", service.commit());
    Json.put(who, "bootId", bootId());
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    who.put(Remains.BEGAN, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(uptime));
    Json.put(who, "directory", System.getProperty("user.dir"));
    Json.put(who, "temporary", System.getProperty("java.io.tmpdir"));
    Json.put(who, "errorFile", option("ErrorFile"));
    Json.put(who, "heapDumpPath", option("HeapDumpPath"));
    who.put("exitOnOutOfMemory", "true".equals(option("ExitOnOutOfMemoryError")));
    who.put("crashOnOutOfMemory", "true".equals(option("CrashOnOutOfMemoryError")));
    String kills = oomKillFile();
    Json.put(who, "oomKillFile", kills);
    who.put("oomKills", oomKills(kills));
    return who;
  }

  /** Whether SIGTERM runs the exit hooks; not under {@code -Xrs}. */
  public static boolean handlesSignals() {
    return !"true".equals(option("ReduceSignalUsage"));
  }

  /** A number that changes with every start of the machine; null where there is none. */
  static String bootId() {
    try (BufferedReader file =
        new BufferedReader(new FileReader(BOOT_ID, StandardCharsets.UTF_8))) {
      return file.readLine();
    } catch (IOException notLinux) {
      return null;
    }
  }

  /** The value of an option of this JVM; null when it is not set or not known. */
  private static String option(String name) {
    try {
      String value =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue();
      return value == null || value.isEmpty() ? null : value;
    } catch (RuntimeException | LinkageError notHotSpot) {
      return null; // IllegalArgumentException for an option that this JVM does not have
    }
  }

  /** Where the kernel counts what it killed in this control group, of version 2 or 1. */
  private static String oomKillFile() {
    try {
      List<String> places = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        String[] parts = line.split(":", 3);
        if (parts.length == 3 && parts[0].equals("0")) {
          places.add("/sys/fs/cgroup" + parts[2] + "/memory.events");
        } else if (parts.length == 3 && parts[1].contains("memory")) {
          places.add("/sys/fs/cgroup/memory" + parts[2] + "/memory.oom_control");
        }
      }
      places.add("/sys/fs/cgroup/memory.events");
      places.add("/sys/fs/cgroup/memory/memory.oom_control");
      for (String place : places) {
        if (Files.isReadable(Path.of(place))) {
          return Path.of(place).normalize().toString();
        }
      }
    } catch (IOException | RuntimeException notLinux) {
      return null;
    }
    return null;
  }

  /** How many processes the kernel has killed there; -1 when nobody counts. */
  static long oomKills(String file) {
    if (file == null) {
      return -1;
    }
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith("oom_kill ")) {
          return Long.parseLong(line.substring("oom_kill ".length()).strip());
        }
      }
    } catch (IOException | RuntimeException gone) {
      return -1;
    }
    return -1;
  }
}
