package io.duality.model.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the key that somebody may have meant. */
public final class KeyNames {
  /** Keys of the grammar that this version knows nothing to do with. */
  private static final List<String> LATER =
      List.of(
          "duality.bundle.encrypt-to", "duality.context.", "duality.grammar.", "duality.state.");

  private KeyNames() {}

  static boolean later(String key) {
    for (String prefix : LATER) {
      if (prefix.endsWith(".") ? key.startsWith(prefix) : key.equals(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The known key that is most like an unknown one, or null when none is like it. */
  public static String nearest(String unknown) {
    String key = unknown.startsWith(Keys.PREFIX) ? unknown : Keys.PREFIX + unknown;
    List<String> known = new ArrayList<>();
    for (Key<?> fixed : Keys.fixed()) {
      known.add(fixed.name());
    }
    for (Map.Entry<String, TriggerType> trigger : TriggerResolver.GIVEN.entrySet()) {
      for (Key<?> parameter : TriggerKeys.all()) {
        if (TriggerKeys.has(trigger.getValue(), parameter)) {
          known.add(TriggerKeys.name(trigger.getKey(), parameter));
        }
      }
    }
    return nearest(key, known, Keys.PREFIX.length());
  }

  /**
   * The most similar of some words, or null when none is similar: of the characters that are not
   * given anyway a third may differ, and always two.
   */
  static String nearest(String word, List<String> known, int given) {
    String best = null;
    int bestDistance = Math.max(2, (word.length() - given) / 3) + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate, bestDistance);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbours from one word to the other. */
  static int distance(String a, String b, int enough) {
    if (Math.abs(a.length() - b.length()) >= enough) {
      return enough;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1);
        least = Math.min(least, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, d[i - 2][j - 2] + 1);
        }
        d[i][j] = least;
      }
    }
    return d[a.length()][b.length()];
  }
}
