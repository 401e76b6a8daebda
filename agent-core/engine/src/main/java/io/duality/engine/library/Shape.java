package io.duality.engine.library;

import io.duality.boot.Peek;

/**
 * Where objects of one class keep what a rule reads. A field that the class does not have reads as
 * absent: null, 0 or false.
 */
public final class Shape {
  /** The shape of a class that may not be read. */
  public static final Shape UNKNOWN = new Shape(null, 0, new long[0], null);

  private final Enum<?> role;
  private final int variant;
  private final long[] offsets;

  /** What the next known superclass keeps, or null. */
  private final Shape base;

  Shape(Enum<?> role, int variant, long[] offsets, Shape base) {
    this.role = role;
    this.variant = variant;
    this.offsets = offsets;
    this.base = base;
  }

  /** Whether the class is this to its rule. */
  public boolean is(Enum<?> other) {
    return role == other;
  }

  /** The shape of this class or of a superclass that is this to its rule; or {@link #UNKNOWN}. */
  public Shape as(Enum<?> other) {
    for (Shape shape = this; shape != null; shape = shape.base) {
      if (shape.role == other) {
        return shape;
      }
    }
    return UNKNOWN;
  }

  /** What the class is to its rule, or null when it may not be read. */
  public Enum<?> role() {
    return role;
  }

  /** Which of the variants of its table it is, from 0. */
  public int variant() {
    return variant;
  }

  /** Whether the class has this field of its table. */
  public boolean has(int field) {
    return at(field) != Peek.NONE;
  }

  /** A reference field, by its place in the table. */
  public Object reference(Object object, int field) {
    return Peek.reference(object, at(field));
  }

  /** A field with text, or null. */
  public String text(Object object, int field) {
    return reference(object, field) instanceof String text ? text : null;
  }

  /** An int field. */
  public int integer(Object object, int field) {
    return Peek.integer(object, at(field));
  }

  /** A long field. */
  public long longInteger(Object object, int field) {
    return Peek.longInteger(object, at(field));
  }

  /** A byte field. */
  public byte octet(Object object, int field) {
    return Peek.octet(object, at(field));
  }

  /** A boolean field. */
  public boolean bool(Object object, int field) {
    return Peek.bool(object, at(field));
  }

  private long at(int field) {
    return field < offsets.length ? offsets[field] : Peek.NONE;
  }
}
