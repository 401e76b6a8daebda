package io.duality.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code threads.txt} says of each thread. */
public final class ThreadsText {
  private static final String OURS = "- duality: ";
  private final Map<String, List<String>> blocks = new LinkedHashMap<>();

  ThreadsText(String text) {
    List<String> block = null;
    for (String line : text.lines().toList()) {
      if (line.startsWith("\"")) {
        block = new ArrayList<>();
        blocks.putIfAbsent(line.substring(1, line.lastIndexOf('"')), block);
      } else if (line.isBlank()) {
        block = null;
      }
      if (block != null) {
        block.add(line);
      }
    }
  }

  /** Names of all threads. */
  public Set<String> names() {
    return blocks.keySet();
  }

  /** The lines about one thread. */
  public List<String> block(String thread) {
    List<String> block = blocks.get(thread);
    if (block == null) {
      throw new AssertionError("no thread \"" + thread + "\" among " + names());
    }
    return block;
  }

  /** What duality says of one thread, without the leading {@code - duality:}. */
  public List<String> dualityLines(String thread) {
    return block(thread).stream()
        .map(String::strip)
        .filter(line -> line.startsWith(OURS))
        .map(line -> line.substring(OURS.length()))
        .toList();
  }
}
