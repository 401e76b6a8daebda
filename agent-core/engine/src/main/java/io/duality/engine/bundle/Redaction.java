package io.duality.engine.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes secrets out of properties, environment, command lines and log lines before anything is
 * written, by what a key is called and by what a value looks like. A redacted value keeps its key.
 * For one thread at a time; one per bundle, so that its count is the bundle's.
 */
public final class Redaction {
  /** What stands where a secret stood. */
  public static final String REDACTED = "[redacted]";

  /** What may stand before the = of an argument; a URL with a query may not. */
  private static final Pattern OPTION = Pattern.compile("[\\w.:+-]{1,200}");

  private final SecretKeys keys;
  private final SecretValues values;
  private int replaced;

  public Redaction() {
    this(List.of());
  }

  /**
   * @param extraKeys further keys whose values are secrets, with {@code *} for any characters
   */
  public Redaction(List<String> extraKeys) {
    keys = new SecretKeys(extraKeys);
    values = new SecretValues(keys);
  }

  /** How many rules are in force. */
  public int rules() {
    return keys.rules() + SecretValues.rules();
  }

  /** How many values were replaced so far. */
  public int replaced() {
    return replaced + values.replaced();
  }

  /** Properties or environment: every key, with its value when that is harmless; by key. */
  public Map<String, String> map(Map<?, ?> entries) {
    Map<String, String> all = new TreeMap<>();
    entries.forEach(
        (key, value) ->
            all.put(String.valueOf(key), value(String.valueOf(key), String.valueOf(value))));
    return all;
  }

  /** One value, judged by its key and by itself. */
  public String value(String key, String value) {
    if (value.isEmpty() || value.equals("true") || value.equals("false")) {
      return value;
    }
    return keys.secret(key, value) ? replacement() : values.redact(value);
  }

  /**
   * The arguments of a command line: {@code --password=x}, {@code -Ddb.password=x}, {@code
   * --password x}, {@code password=x}, and whatever is inside one argument. Single letters such as
   * {@code -p x} say nothing about what follows and stay.
   */
  public List<String> commandLine(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments.size());
    boolean secretFollows = false;
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String key = keyOf(equals < 0 ? argument : argument.substring(0, equals));
      if (secretFollows && !argument.startsWith("-")) {
        all.add(replacement());
        secretFollows = false;
      } else if (equals >= 0 && OPTION.matcher(key).matches()) {
        all.add(argument.substring(0, equals + 1) + value(key, argument.substring(equals + 1)));
        secretFollows = false;
      } else {
        all.add(values.redact(argument));
        secretFollows =
            equals < 0 && argument.startsWith("-") && key.length() > 1 && keys.secret(key, "");
      }
    }
    return all;
  }

  /** A free text, such as a line of a log. */
  public String text(String text) {
    return values.redact(text);
  }

  private static String keyOf(String option) {
    if (option.startsWith("-D")) {
      return option.substring(2);
    }
    int from = 0;
    while (from < option.length() && option.charAt(from) == '-') {
      from++;
    }
    return option.substring(from);
  }

  private String replacement() {
    replaced++;
    return REDACTED;
  }
}
