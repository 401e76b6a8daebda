package io.duality.engine.vitals;

import io.duality.model.HandleSeen;
import io.duality.model.Masked;
import io.duality.model.Vitals;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The open files of this process: their number at each reading, and when it has grown, what they
 * are. Links are read and never followed, so that no network mount can block. What is known of an
 * open number is believed for a minute.
 */
final class Descriptors {
  private static final int MOST = 20_000;
  private static final long SHARE = 3_000;
  private static final long REFRESH_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int FEW_SOCKETS = 4;
  private static final int LONGEST_EXTENSION = 8;
  private static final String SOCKET = "socket:[";

  private final File process;
  private final LongSupplier open;
  private final LongSupplier most;
  private final Pace counting = new Pace(SHARE, TimeUnit.SECONDS.toNanos(10));
  private final Pace sorting = new Pace(SHARE, TimeUnit.MINUTES.toNanos(1));

  /**
   * What two readings in a row said of a descriptor; most of what leaks is old. One reading is not
   * enough: a number that was free a moment later belongs to the next file, and the listing of the
   * directory itself always has the number that the next file gets.
   */
  private Map<String, String> targets = new HashMap<>();

  /** What only the last reading said. */
  private Map<String, String> once = new HashMap<>();

  private long refreshed;
  private long counted = Vitals.UNKNOWN;
  private long sorted;
  private long highest;
  private List<HandleSeen> kinds = List.of();

  /**
   * @param process {@code /proc/self}
   * @param open how many are open by a bean, or {@link Vitals#UNKNOWN}
   * @param most how many may be, or {@link Vitals#UNKNOWN}
   */
  Descriptors(File process, LongSupplier open, LongSupplier most) {
    this.process = process;
    this.open = open;
    this.most = most;
  }

  /** The sum first, then the kinds as they were when they were sorted last. */
  List<HandleSeen> read(long now) {
    File directory = new File(process, "fd");
    count(directory, now);
    if (counted < 0) {
      return List.of();
    }
    boolean moved = Math.abs(counted - sorted) >= Math.max(4, sorted / 50);
    if (sorting.due(now, moved, moved && counted > highest) && directory.isDirectory()) {
      sorting.begin();
      highest = Math.max(highest, counted);
      if (now - refreshed >= REFRESH_NANOS) {
        refreshed = now;
        targets.clear();
        once.clear();
      }
      sort(directory);
      sorting.end(now);
    }
    List<HandleSeen> seen = new ArrayList<>();
    seen.add(new HandleSeen(HandleSeen.DESCRIPTORS, counted, most.getAsLong(), List.of()));
    seen.addAll(kinds);
    return seen;
  }

  /**
   * Linux tells the number as the directory's size since 6.2, for the price of one call; the bean
   * lists the directory, so where there are many it is asked less often.
   */
  private void count(File directory, long now) {
    long size = directory.length();
    if (size > 0) {
      counted = size;
    } else if (counting.due(now, true, false)) {
      counting.begin();
      counted = open.getAsLong();
      counting.end(now);
    }
  }

  private void sort(File directory) {
    Map<String, Tally> tallies = new HashMap<>();
    Map<Long, Integer> sockets = new HashMap<>();
    Map<String, String> twice = new HashMap<>();
    Map<String, String> first = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.toPath())) {
      for (Path entry : entries) {
        if (twice.size() + first.size() >= MOST) {
          break;
        }
        String name = entry.getFileName().toString();
        String known = targets.get(name);
        String target = known == null ? target(entry) : known;
        if (target != null && !listing(target)) {
          boolean again = known != null || target.equals(once.get(name));
          (again ? twice : first).put(name, target);
          take(target, tallies, sockets);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // hidden from this process; the sum is known all the same
    }
    targets = twice;
    once = first;
    SocketTable table =
        sockets.size() < FEW_SOCKETS
            ? null
            : SocketTable.read(new File(process, "net"), sockets.keySet());
    Tally tally = new Tally();
    for (long inode : sockets.keySet()) {
      tally.add(table == null ? "any peer" : table.group(inode));
    }
    tallies.put(HandleSeen.SOCKETS, tally);
    sorted = counted;
    long limit = most.getAsLong();
    List<HandleSeen> sum = new ArrayList<>();
    for (String kind :
        List.of(HandleSeen.FILES, HandleSeen.SOCKETS, HandleSeen.PIPES, HandleSeen.SELECTORS)) {
      if (tallies.containsKey(kind)) {
        sum.add(tallies.get(kind).seen(kind, limit));
      }
    }
    kinds = sum;
  }

  /** Whether it is what is being read here: it is gone when the reading is. */
  private static boolean listing(String target) {
    return target.startsWith("/proc/") && target.endsWith("/fd");
  }

  private static String target(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (IOException e) {
      return null; // closed meanwhile
    }
  }

  private static void take(String target, Map<String, Tally> tallies, Map<Long, Integer> sockets) {
    if (target.startsWith(SOCKET)) {
      sockets.put(Long.parseLong(target.substring(SOCKET.length(), target.length() - 1)), 1);
      return;
    }
    String kind =
        target.startsWith("/")
            ? HandleSeen.FILES
            : target.startsWith("pipe:") ? HandleSeen.PIPES : HandleSeen.SELECTORS;
    tallies.computeIfAbsent(kind, any -> new Tally()).add(group(target));
  }

  /** {@code /data/export/*.csv} for a file; what the rest is. */
  static String group(String target) {
    if (!target.startsWith("/")) {
      int end = target.indexOf('[');
      return target.startsWith("anon_inode:")
          ? target.substring("anon_inode:".length())
          : end > 0 ? target.substring(0, end - 1) : target;
    }
    String deleted = " (deleted)";
    boolean gone = target.endsWith(deleted);
    String path = gone ? target.substring(0, target.length() - deleted.length()) : target;
    if (path.startsWith("/dev/")) {
      return path;
    }
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.');
    boolean extended = dot > slash + 1 && path.length() - dot <= LONGEST_EXTENSION;
    return Masked.of(path.substring(0, slash))
        + "/*"
        + (extended ? Masked.of(path.substring(dot)) : "")
        + (gone ? deleted : "");
  }
}
