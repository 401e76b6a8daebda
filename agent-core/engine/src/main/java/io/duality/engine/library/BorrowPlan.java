package io.duality.engine.library;

import java.util.List;

/**
 * What is woven into one class of a connection pool: its expectation table.
 *
 * @param library as {@code status} names it, with the versions that the table was made from
 * @param className its internal name, before relocation
 * @param methods each of them must be found at least once
 */
record BorrowPlan(String library, String className, List<Point> methods) {
  BorrowPlan {
    methods = List.copyOf(methods);
  }

  static BorrowPlan of(String library, String className, Point... methods) {
    return new BorrowPlan(library, className, List.of(methods));
  }

  /**
   * Methods of one name, and what is written into them. A method of that name that has not what the
   * point speaks of (no such argument, no such wait) is another one.
   *
   * @param taken the connection of which a return of the method is a borrow, or null
   * @param takenType the type by whose cast the connection is known inside the method, or null
   * @param given the connection whose return begins with the method, or null
   * @param pool what the connection belongs to
   * @param waiting the wait for a connection inside, or null
   */
  record Point(
      String method, Value taken, String takenType, Value given, Value pool, Waiting waiting) {
    /** The result is a borrow, whether it is the connection itself or stands for it. */
    static Point borrow(String method, Value connection, Value pool) {
      return new Point(method, connection, null, null, pool, null);
    }

    static Point giveBack(String method, Value connection) {
      return new Point(method, null, null, connection, null, null);
    }

    static Point wait(String method, Value pool, Waiting waiting) {
      return new Point(method, null, null, null, pool, waiting);
    }

    /** The same, where the method's result is a borrowed connection. */
    Point thenBorrows() {
      return new Point(method, new Value.Result(), null, null, pool, waiting);
    }

    /** The same, where what the method casts to this is a borrowed connection. */
    Point thenTakes(String type) {
      return new Point(method, null, type, null, pool, waiting);
    }
  }

  /** What is on the stack for a hook. */
  sealed interface Value {
    record This() implements Value {}

    /** What the method returns. */
    record Result() implements Value {}

    /**
     * An argument.
     *
     * @param index counted from 0
     */
    record Argument(int index) implements Value {}

    /** A field of the class itself. */
    record Field(String name, String descriptor) implements Value {}
  }

  /**
   * The wait for a connection.
   *
   * @param part what of the pool is full, or null
   * @param millis the index of the argument that limits it, or -1: the wait inside says it
   * @param calls the calls that wait, as owner, name and descriptor; none for the whole method
   */
  record Waiting(Value part, int millis, List<Call> calls) {
    Waiting {
      calls = List.copyOf(calls);
    }

    static Waiting in(Call... calls) {
      return new Waiting(null, -1, List.of(calls));
    }

    Waiting forPart(Value part) {
      return new Waiting(part, millis, calls);
    }
  }

  /** A call, by its owner before relocation. */
  record Call(String owner, String name, String descriptor) {
    boolean is(String otherOwner, String otherName, String otherDescriptor) {
      return name.equals(otherName)
          && descriptor.equals(otherDescriptor)
          && NameTails.sameType("L" + owner + ";", "L" + otherOwner + ";");
    }
  }
}
