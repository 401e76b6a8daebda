package io.duality.model.config;

/**
 * How the text of a key is read.
 *
 * @param <T> what the text means
 */
public abstract class ValueType<T> {
  private final String name;
  private final String unit;
  private final String range;

  ValueType(String name, String unit, String range) {
    this.name = name;
    this.unit = unit;
    this.range = range;
  }

  /** Such as {@code duration}. */
  public final String name() {
    return name;
  }

  /** The units it is written in, such as {@code ms s m h d}; empty when it has none. */
  public final String unit() {
    return unit;
  }

  /** What is allowed, such as {@code 100ms to 1m}; empty when everything of its type is. */
  public final String range() {
    return range;
  }

  /** What to write, as one clause, for the message about a value that is not allowed. */
  public abstract String allowed();

  /**
   * Reads a value; blanks around it do not count.
   *
   * @throws BadValue when the text is not allowed
   */
  public abstract T parse(String text) throws BadValue;

  final BadValue notAllowed() {
    return new BadValue("allowed is " + allowed());
  }

  final String within() {
    return range.isEmpty() ? "" : ", " + range;
  }
}
