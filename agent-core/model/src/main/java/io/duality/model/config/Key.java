package io.duality.model.config;

import java.util.Objects;

/**
 * A row of the key table.
 *
 * @param <T> what a value of it means
 */
public final class Key<T> {
  private final String name;
  private final ValueType<T> type;
  private final String defaultText;
  private final T defaultValue;
  private final String since;
  private final boolean live;
  private final String sentence;

  Key(
      String name,
      ValueType<T> type,
      String defaultText,
      String since,
      boolean live,
      String sentence) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.defaultText = Objects.requireNonNull(defaultText, "defaultText");
    this.since = Objects.requireNonNull(since, "since");
    this.live = live;
    this.sentence = Objects.requireNonNull(sentence, "sentence");
    try {
      this.defaultValue = type.parse(defaultText);
    } catch (BadValue e) {
      throw new IllegalArgumentException(name + " = " + defaultText + ": " + e.getMessage(), e);
    }
  }

  /** The full name; of a family of keys with a part in angle brackets. */
  public String name() {
    return name;
  }

  /** How its text is read. */
  public ValueType<T> type() {
    return type;
  }

  /** The text of the default; empty when the agent finds the value out itself, or has none. */
  public String defaultText() {
    return defaultText;
  }

  /** What the default means. */
  public T defaultValue() {
    return defaultValue;
  }

  /** The version that brought it. */
  public String since() {
    return since;
  }

  /** Whether a change takes effect without a restart of the JVM. */
  public boolean live() {
    return live;
  }

  /** What it does, as one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Whether it stands for many keys, such as {@code duality.names.<glob>}. */
  public boolean family() {
    return name.indexOf('<') >= 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
