package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A cache that requests fill: four of five of {@code GET /session}, one of {@code GET /report}, all
 * by the same method. It is a field of a singleton; beside it grow orders in a static map, and
 * notes of a thread. {@code stuck} they have no limit; {@code moving}, their healthy twins, they
 * keep the last ones alone. The arguments behind say how many bytes a session has, and how many
 * requests come in a hundredth of a second.
 */
public final class SessionCache {
  private static final int KEPT = 2_000;

  /** Not yet at the level that is watched, but on the way. */
  private static final long MANY = 12_000;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Where a container keeps its singletons. */
  private static final Map<String, Object> BEANS = new ConcurrentHashMap<>();

  private static Map<Long, Order> orders;

  private static final ThreadLocal<Deque<Note>> NOTES = ThreadLocal.withInitial(ArrayDeque::new);

  private final Tracing tracing = new Tracing();
  private final Map<Long, Session> sessions;
  private final int bytes;
  private final boolean bounded;
  private long next;
  private long garbage;

  /** What the cache keeps. */
  static final class Session {
    final long id;
    final byte[] state;

    Session(long id, byte[] state) {
      this.id = id;
      this.state = state;
    }
  }

  /** What a static map keeps. */
  record Order(long id) {}

  /** What a thread keeps. */
  record Note(long id) {}

  private SessionCache(boolean bounded, int bytes) {
    this.bytes = bytes;
    this.bounded = bounded;
    this.sessions = lasting(bounded);
  }

  private static <V> Map<Long, V> lasting(boolean bounded) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return bounded && size() > KEPT;
      }
    };
  }

  private void load(long id) {
    byte[] state = new byte[bytes];
    garbage += new byte[bytes].length; // what every request leaves behind
    sessions.put(id, new Session(id, state));
    if (id % 4 == 0) {
      orders.put(id, new Order(id));
      Deque<Note> notes = NOTES.get();
      notes.add(new Note(id));
      if (bounded && notes.size() > KEPT) {
        notes.remove();
      }
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void request() {
    long id = next++;
    if (id == MANY) {
      System.out.println("FILLED");
    }
    Span span = tracing.start(id % 5 == 0 ? "GET /report" : "GET /session", id % 2 == 0);
    try (Scope scope = span.makeCurrent()) {
      load(id);
    } finally {
      span.end();
    }
  }

  private void serve(int requests, CountDownLatch end) {
    try {
      while (!end.await(STEP_NANOS, TimeUnit.NANOSECONDS)) {
        for (int i = 0; i < requests; i++) {
          request();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the program is over
    }
  }

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    boolean bounded = args[0].equals("moving");
    SessionCache cache = new SessionCache(bounded, Integer.parseInt(args[1]));
    orders = lasting(bounded);
    BEANS.put("end", end);
    BEANS.put("cache", cache);
    Thread server = new Thread(() -> cache.serve(Integer.parseInt(args[2]), end), "http-1");
    server.start();
    System.out.println("READY");
    if (bounded && !end.await(Long.parseLong(args[3]), TimeUnit.SECONDS)) {
      System.out.println("DONE");
    }
    end.await();
    server.join();
    System.out.println("served " + cache.next + ", garbage " + cache.garbage);
  }
}
