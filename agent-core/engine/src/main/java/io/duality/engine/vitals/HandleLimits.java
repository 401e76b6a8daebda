package io.duality.engine.vitals;

import io.duality.model.Vitals;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * How many threads this process may have: by the limit of its user, by its control group, by the
 * kernel. Read once a minute.
 */
final class HandleLimits {
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_LINES = 200;

  private final File proc;
  private final File groups;
  private long readAt;
  private boolean ever;
  private long threads = Vitals.UNKNOWN;

  /**
   * @param proc {@code /proc}
   * @param groups {@code /sys/fs/cgroup}
   */
  HandleLimits(File proc, File groups) {
    this.proc = proc;
    this.groups = groups;
  }

  /**
   * How many threads may live, or {@link Vitals#UNKNOWN}.
   *
   * @param own how many live; what others in the control group have is taken off
   */
  long threads(long now, long own) {
    if (!ever || now - readAt >= EVERY_NANOS) {
      ever = true;
      readAt = now;
      threads = least(least(user(), group(own)), number(proc, "sys/kernel/threads-max"));
    }
    return threads;
  }

  private static long least(long a, long b) {
    return a < 0 ? b : b < 0 ? a : Math.min(a, b);
  }

  private long user() {
    String line = line(new File(proc, "self/limits"), "Max processes");
    return line == null ? Vitals.UNKNOWN : number(line.substring("Max processes".length()));
  }

  private long group(long own) {
    String unified = line(new File(proc, "self/cgroup"), "0::");
    File two = unified == null ? groups : new File(groups, unified.substring("0::".length()));
    long limit = room(new File(two, "pids.max").exists() ? two : groups, own);
    return limit >= 0 ? limit : room(new File(groups, "pids"), own);
  }

  private static long room(File group, long own) {
    long most = number(group, "pids.max");
    long all = number(group, "pids.current");
    return most < 0 ? Vitals.UNKNOWN : Math.max(0, most - Math.max(0, all - own));
  }

  private static long number(File directory, String name) {
    String line = line(new File(directory, name), "");
    return line == null ? Vitals.UNKNOWN : number(line);
  }

  private static long number(String text) {
    String[] words = text.strip().split("\\s+");
    try {
      return Long.parseLong(words[0]);
    } catch (NumberFormatException e) {
      return Vitals.UNKNOWN; // max, unlimited
    }
  }

  private static String line(File file, String begins) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      for (int i = 0; i < MOST_LINES; i++) {
        String line = in.readLine();
        if (line == null || line.startsWith(begins)) {
          return line;
        }
      }
      return null;
    } catch (IOException e) {
      return null; // no such limit here
    }
  }
}
