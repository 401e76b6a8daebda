package io.duality.engine.weave;

import java.util.EnumMap;
import java.util.Map;

/**
 * One line of an expectation table: a method, the calls it is expected to make, what is written in
 * front of each of them, and what in front of its returns.
 *
 * @param calls how often each is expected
 * @param entries what is written in front of each
 * @param exit what is written in front of the returns, and whether a wait that throws is closed
 * @param blocker the local variable with what is waited for, {@link Entry#NEVER} for the thread
 *     itself
 */
record MethodPlan(
    String name,
    String descriptor,
    Map<Call, Integer> calls,
    Map<Call, Entry> entries,
    Entry entry,
    Exit exit,
    int blocker) {

  static MethodPlan of(
      String name, String descriptor, Entry entry, Exit exit, Call call, int count) {
    Map<Call, Integer> calls = new EnumMap<>(Call.class);
    return new MethodPlan(name, descriptor, calls, new EnumMap<>(Call.class), entry, exit, 0)
        .and(call, count);
  }

  /** A method in which nothing waits; what it tells of is added. */
  static MethodPlan quiet(String name, String descriptor) {
    return new MethodPlan(
        name,
        descriptor,
        new EnumMap<>(Call.class),
        new EnumMap<>(Call.class),
        new Entry.Nothing(),
        Exit.NONE,
        0);
  }

  /** A method of a socket that tells whom it leads to when it throws. */
  static MethodPlan fails(String name, String descriptor) {
    return quiet(name, descriptor).with(Exit.FAILS);
  }

  private MethodPlan with(Exit other) {
    return new MethodPlan(name, descriptor, calls, entries, entry, other, blocker);
  }

  /** A constructor that tells that it has made a socket. */
  static MethodPlan created(String descriptor) {
    return created(descriptor, Exit.CREATED);
  }

  /** A constructor that tells that it has made something. */
  static MethodPlan created(String descriptor, Exit exit) {
    return new MethodPlan(
        "<init>",
        descriptor,
        new EnumMap<>(Call.class),
        new EnumMap<>(Call.class),
        new Entry.Nothing(),
        exit,
        0);
  }

  /** The same with one more kind of call. */
  MethodPlan and(Call call, int count) {
    return and(call, count, entry);
  }

  /** The same with one more kind of call, in front of which something else is written. */
  MethodPlan and(Call call, int count, Entry before) {
    Map<Call, Integer> more = new EnumMap<>(Call.class);
    more.putAll(calls);
    more.put(call, count);
    Map<Call, Entry> others = new EnumMap<>(Call.class);
    others.putAll(entries);
    others.put(call, before);
    return new MethodPlan(name, descriptor, more, others, entry, exit, blocker);
  }

  /** The same where what is waited for is not {@code this}. */
  MethodPlan blockedBy(int local) {
    return new MethodPlan(name, descriptor, calls, entries, entry, exit, local);
  }

  /**
   * Name and descriptor, which is what a class has once. As a key, because hashing a record makes
   * the JVM build code for it: 80 ms of CPU in front of {@code main}.
   */
  String signature() {
    return name.concat(descriptor);
  }

  int expected() {
    int sum = exit == Exit.FAILS ? 1 : 0;
    for (int count : calls.values()) {
      sum += count;
    }
    return sum;
  }
}
