package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A cache that requests fill: four of five of {@code GET /session}, one of {@code GET /report}, all
 * by the same method. {@code stuck} it has no limit; {@code moving}, its healthy twin, keeps the
 * last sessions alone. The arguments behind say how many bytes a session has, and how many requests
 * come in a hundredth of a second.
 */
public final class SessionCache {
  private static final int KEPT = 2_000;
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Tracing tracing = new Tracing();
  private final Map<Long, Session> sessions;
  private final int bytes;
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

  private SessionCache(boolean bounded, int bytes) {
    this.bytes = bytes;
    this.sessions =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Session> eldest) {
            return bounded && size() > KEPT;
          }
        };
  }

  private void load(long id) {
    byte[] state = new byte[bytes];
    garbage += new byte[bytes].length; // what every request leaves behind
    sessions.put(id, new Session(id, state));
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void request() {
    long id = next++;
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
