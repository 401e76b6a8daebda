package io.duality.engine.config;

import io.duality.model.config.ConfigEntry;
import io.duality.model.config.Keys;
import io.duality.model.config.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads agent arguments: {@code key=value,key=value}, where the first part may be the path of a
 * properties file instead.
 *
 * <p>A comma begins a new pair only when a key's name (letters, digits, {@code . _ - * $}) and
 * {@code =} follow it; every other comma belongs to the value, so that lists need no quotes: {@code
 * trigger.stall.capture=threads*3/1s,waits,strict=true} are two pairs. A comma written {@code \,}
 * always belongs to the value. The prefix {@code duality.} may be left out.
 */
final class ArgumentsText {
  private static final Origin ORIGIN = new Origin(Origin.Source.ARGUMENTS, "");

  private ArgumentsText() {}

  /** The pairs, strongest first: of one key the last counts. */
  static List<ConfigEntry> parse(String arguments) {
    List<ConfigEntry> entries = new ArrayList<>();
    int from = 0;
    while (from < arguments.length()) {
      int end = endOfPair(arguments, from);
      String pair = arguments.substring(from, end).trim();
      if (!pair.isEmpty()) {
        entries.add(entry(pair, arguments, from));
      }
      from = end + 1;
    }
    Collections.reverse(entries);
    return entries;
  }

  private static ConfigEntry entry(String pair, String arguments, int from) {
    int equals = pair.indexOf('=');
    if (!beginsPair(arguments, from)) {
      return new ConfigEntry(Keys.CONFIG.name(), unescape(pair), ORIGIN);
    }
    String name = pair.substring(0, equals).trim();
    String key = name.startsWith(Keys.PREFIX) ? name : Keys.PREFIX + name;
    return new ConfigEntry(key, unescape(pair.substring(equals + 1).trim()), ORIGIN);
  }

  private static int endOfPair(String arguments, int from) {
    for (int i = from; i < arguments.length(); i++) {
      boolean comma = arguments.charAt(i) == ',' && (i == 0 || arguments.charAt(i - 1) != '\\');
      if (comma && beginsPair(arguments, i + 1)) {
        return i;
      }
    }
    return arguments.length();
  }

  /** Whether a name and an equals sign stand here. */
  private static boolean beginsPair(String arguments, int from) {
    int i = from;
    while (i < arguments.length() && arguments.charAt(i) == ' ') {
      i++;
    }
    int first = i;
    while (i < arguments.length() && inName(arguments.charAt(i), i == first)) {
      i++;
    }
    boolean named = i > first;
    while (i < arguments.length() && arguments.charAt(i) == ' ') {
      i++;
    }
    return named && i < arguments.length() && arguments.charAt(i) == '=';
  }

  private static boolean inName(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && ((c >= '0' && c <= '9') || "._-*$".indexOf(c) >= 0));
  }

  private static String unescape(String value) {
    return value.replace("\\,", ",");
  }
}
