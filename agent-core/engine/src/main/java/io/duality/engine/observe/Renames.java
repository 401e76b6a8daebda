package io.duality.engine.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Resource names that the configuration replaces: globs with {@code *}, the first that fits. */
public final class Renames {
  /** Renames nothing. */
  public static final Renames NONE = new Renames(Map.of());

  private record Rename(Pattern glob, String name) {}

  private final List<Rename> renames = new ArrayList<>();

  /**
   * @param names glob to name, in the order in which they are tried
   */
  public Renames(Map<String, String> names) {
    names.forEach((glob, name) -> renames.add(new Rename(pattern(glob), name)));
  }

  /** The name that replaces this one, or null when none does. */
  String of(String name) {
    for (Rename rename : renames) {
      if (rename.glob.matcher(name).matches()) {
        return rename.name;
      }
    }
    return null;
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (int star = glob.indexOf('*'); star >= 0; star = glob.indexOf('*', from)) {
      regex.append(Pattern.quote(glob.substring(from, star))).append(".*");
      from = star + 1;
    }
    return Pattern.compile(regex.append(Pattern.quote(glob.substring(from))).toString());
  }
}
