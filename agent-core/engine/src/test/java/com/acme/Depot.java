package com.acme;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** An application whose objects are searched: none of its methods may be called by that. */
public final class Depot {
  /** What a test puts here is a root. */
  public static Object held;

  public static final ThreadLocal<Object> CONTEXT = new ThreadLocal<>();

  private Depot() {}

  /** Another class of the application that uses its field. */
  public static final class Counter {
    private Counter() {}

    /** How many places are in use. */
    public static int used() {
      return held == null ? 0 : 1;
    }
  }

  /** What is kept; it breaks whoever asks it anything. */
  public static final class Order {
    private final byte[] lines = new byte[4];

    @Override
    public String toString() {
      throw new AssertionError("called by a search: " + lines.length);
    }
  }

  /** Something that keeps one. */
  public record Wrapped(Order order) {
    @Override
    public Order order() {
      throw new AssertionError("called by a search");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("called by a search");
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError("called by a search");
    }
  }

  /** A singleton with a map behind a field. */
  public static final class Cache {
    public final Map<Object, Object> entries = new HashMap<>();
  }

  /** A list of its own. */
  public static final class Link {
    private Link next;
    private final Order order = new Order();

    /** So many. */
    public static Link list(int length) {
      Link first = null;
      for (int i = 0; i < length; i++) {
        Link link = new Link();
        link.next = first;
        first = link;
      }
      return first;
    }

    @Override
    public String toString() {
      throw new AssertionError("called by a search: " + order + next);
    }
  }

  /** Nobody may initialise it but its first user. */
  public static final class Lazy {
    static Object entries = initialised();

    private static Object initialised() {
      throw new AssertionError("initialised by a search");
    }

    @Override
    public String toString() {
      return "lazy " + entries;
    }
  }

  /** A task that keeps something until the end. */
  public static Runnable keeping(Object kept, CountDownLatch end) {
    return () -> {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(kept.getClass().getName(), e);
      }
    };
  }
}
