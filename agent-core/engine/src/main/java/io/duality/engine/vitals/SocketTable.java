package io.duality.engine.vitals;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The TCP connections of this process, by the inode of their socket, from the tables of Linux. The
 * tables are those of the whole network namespace, so they are read up to a bound.
 */
final class SocketTable {
  private static final int MOST_LINES = 20_000;
  private static final int INODE = 9;
  private static final String LISTEN = "0A";
  private static final String CLOSE_WAIT = "08";

  private final Map<Long, Row> rows = new HashMap<>();
  private final Set<Integer> listening = new HashSet<>();
  private int lines;

  private record Row(String local, String remote, String state) {}

  /**
   * @param net {@code /proc/self/net}
   * @param wanted the inodes of this process
   */
  static SocketTable read(File net, Set<Long> wanted) {
    SocketTable table = new SocketTable();
    table.read(new File(net, "tcp"), wanted, "");
    table.read(new File(net, "tcp6"), wanted, "");
    return table;
  }

  private void read(File file, Set<Long> wanted, String line) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.US_ASCII))) {
      in.readLine(); // its head
      for (line = in.readLine(); line != null && lines < MOST_LINES; line = in.readLine()) {
        lines++;
        take(line, wanted);
      }
    } catch (IOException | NumberFormatException e) {
      lines = Math.max(lines, 0); // no such table: its sockets are told without their peers
    }
  }

  private void take(String line, Set<Long> wanted) {
    StringTokenizer words = new StringTokenizer(line);
    if (words.countTokens() <= INODE) {
      return;
    }
    words.nextToken();
    String local = words.nextToken();
    String remote = words.nextToken();
    String state = words.nextToken();
    for (int i = 4; i < INODE; i++) {
      words.nextToken();
    }
    long inode = Long.parseLong(words.nextToken());
    if (wanted.contains(inode)) {
      rows.put(inode, new Row(local, remote, state));
      if (state.equals(LISTEN)) {
        listening.add(port(local));
      }
    }
  }

  /**
   * What a socket belongs to: its peer, or the port that accepted it; and whether the peer has
   * closed it, so that only this process keeps it.
   */
  String group(long inode) {
    Row row = rows.get(inode);
    if (row == null) {
      return "not connected by tcp";
    }
    int port = port(row.local);
    if (row.state.equals(LISTEN)) {
      return "tcp *:" + port + " listening";
    }
    String with =
        listening.contains(port)
            ? "tcp *:" + port + " accepted"
            : "tcp " + host(row.remote) + ":" + port(row.remote);
    return row.state.equals(CLOSE_WAIT) ? with + " CLOSE_WAIT" : with;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  /** Addresses are words of four bytes, each in the order of the machine. */
  static String host(String address) {
    String hex = address.substring(0, address.indexOf(':'));
    boolean mapped = hex.startsWith("0000000000000000FFFF0000");
    if (hex.length() == 8 || mapped) {
      long word = Long.parseLong(hex.substring(hex.length() - 8), 16);
      return (word & 255)
          + "."
          + (word >> 8 & 255)
          + "."
          + (word >> 16 & 255)
          + "."
          + (word >> 24 & 255);
    }
    if (hex.equals("00000000000000000000000001000000")) {
      return "[::1]";
    }
    StringBuilder out = new StringBuilder("[");
    for (int word = 0; word + 8 <= hex.length(); word += 8) {
      for (int half = 6; half >= 0; half -= 4) {
        int value =
            Integer.parseInt(
                hex.substring(word + half, word + half + 2)
                    + hex.substring(word + half - 2, word + half),
                16);
        out.append(out.length() == 1 ? "" : ":").append(Integer.toHexString(value));
      }
    }
    return out.append(']').toString();
  }
}
