package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A house in which much is thrown. From the start numbers are read that are none, retries back off
 * and succeed, and a job fails now and then: that is how it works. Troubled, a job swallows what it
 * throws each time, another has thrown once and is not run again, threads die, and after a quiet
 * time checkouts retry without a pause and mails fail one after the other.
 *
 * <p>The line {@code storm} on stdin ends the quiet time, any other line or its end the program.
 */
public final class ErrorHouse {
  /** The agent has learned what is usual then, and has listened to what is thrown. */
  private static final long MOVING_SECONDS = 13;

  private static final long[] NOW_AND_THEN = {300, 1900, 700, 2800, 400, 1100, 2300, 250, 1500};

  private final Tracing tracing = new Tracing();
  private final CountDownLatch storm = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private ErrorHouse() {}

  public static void main(String[] args) throws Exception {
    ErrorHouse house = new ErrorHouse();
    boolean troubled = args.length > 0 && args[0].equals("stuck");
    house.start("console", house::listen);
    house.healthy();
    if (troubled) {
      house.jobs();
      house.deaths();
      house.storm();
    }
    System.out.println("READY");
    if (!troubled && !house.end.await(MOVING_SECONDS, TimeUnit.SECONDS)) {
      System.out.println("DONE");
    }
    house.end.await();
    Runtime.getRuntime().halt(0);
  }

  private boolean open() {
    return end.getCount() > 0;
  }

  private void listen() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while ("storm".equals(line)) {
      storm.countDown();
      line = in.readLine();
    }
    end.countDown();
  }

  private void start(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                throw e;
              } catch (Exception e) {
                throw new IllegalStateException(name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void healthy() {
    start(
        "parser",
        () -> {
          while (open()) {
            number("n/a");
            pause(20);
          }
        });
    start("client", this::tries);
    start(
        "importer",
        () -> {
          while (open()) {
            backsOff();
            pause(1_500);
          }
        });
    ExecutorService seldom = Executors.newFixedThreadPool(1, Workers.named("seldom"));
    start(
        "now-and-then",
        () -> {
          for (int i = 0; open(); i++) {
            Future<?> failing = seldom.submit(ErrorHouse::lateLetter);
            pause(NOW_AND_THEN[i % NOW_AND_THEN.length]);
            if (!failing.isDone()) {
              System.out.println("SLOW");
            }
          }
        });
    start(
        "told-to-end",
        () -> {
          Thread.currentThread().interrupt();
          end.await();
        });
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void lateLetter() {
    throw new IllegalArgumentException("a letter without a stamp");
  }

  /** Twice nobody listens, with a longer pause behind each; the third time somebody does. */
  private void tries() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    while (open()) {
      int port;
      try (ServerSocket closed = new ServerSocket(0, 1, here)) {
        port = closed.getLocalPort();
      }
      for (long pause = 15; pause < 100; pause *= 3) {
        try (Socket socket = new Socket(here, port)) {
          System.out.println("CONNECTED " + socket.getPort());
        } catch (IOException e) {
          pause(pause);
        }
      }
      try (ServerSocket listening = new ServerSocket(0, 1, here);
          Socket socket = new Socket(here, listening.getLocalPort())) {
        if (!socket.isConnected()) {
          System.out.println("NOT CONNECTED");
        }
      }
      pause(300);
    }
  }

  /**
   * Three attempts, each after a longer pause; the last one succeeds. So unlike are the pauses that
   * no busy machine, which adds to each, makes a steady rhythm of them.
   */
  @SuppressWarnings("try") // the scope is there to be closed
  private void backsOff() {
    Span span = tracing.start("import", true);
    try (Scope scope = span.makeCurrent()) {
      for (long pause = 20; pause < 1_000; pause *= 5) {
        span.recordException(new IOException("busy"));
        pause(pause);
      }
    } finally {
      span.end();
    }
  }

  private void jobs() {
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, Workers.named("timer"));
    Future<?> swallowing =
        timers.scheduleAtFixedRate(ErrorHouse::swallows, 100, 500, TimeUnit.MILLISECONDS);
    Future<?> stopping = timers.scheduleAtFixedRate(new Stops(), 100, 400, TimeUnit.MILLISECONDS);
    Future<?> telling =
        timers.scheduleAtFixedRate(ErrorHouse::tells, 200, 600, TimeUnit.MILLISECONDS);
    LoggingJobs.schedule(timers);
    System.out.println("JOBS " + telling.isDone() + swallowing.isDone() + stopping.isDone());
  }

  private static void swallows() {
    try {
      sync();
    } catch (IllegalStateException e) {
      return; // and nobody is told
    }
  }

  /** The same, but it is written down. */
  private static void tells() {
    try {
      upload();
    } catch (IllegalStateException e) {
      StringWriter log = new StringWriter();
      e.printStackTrace(new PrintWriter(log));
      if (log.toString().isEmpty()) {
        System.out.println("NOT TOLD");
      }
    }
  }

  private static void upload() {
    throw new IllegalStateException("no such server");
  }

  private static void sync() {
    throw new IllegalStateException("no such customer: secret-4711");
  }

  private static final class Stops implements Runnable {
    private int runs;

    @Override
    public void run() {
      if (++runs == 3) {
        throw new UnsupportedOperationException("only once");
      }
    }
  }

  private void deaths() {
    start(
        "courier-7",
        () -> {
          pause(3000);
          throw new IllegalStateException("lost the parcel", new IOException("rain"));
        });
    start(
        "walker",
        () -> {
          pause(5500);
          System.out.println(even(1));
        });
  }

  private static int even(int n) {
    return odd(n + 1) + 1;
  }

  private static int odd(int n) {
    return even(n + 1) - 1;
  }

  private void storm() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    start(
        "price-feed",
        () -> {
          storm.await();
          while (open()) {
            feed(port);
          }
        });
    for (int i = 1; i <= 2; i++) {
      start(
          "checkout-" + i,
          () -> {
            storm.await();
            while (open()) {
              checkout(port);
            }
          });
    }
    ExecutorService mails = Executors.newFixedThreadPool(4, Workers.named("mail"));
    start(
        "mailer",
        () -> {
          storm.await();
          while (open()) {
            mails.execute(new Mail());
            pause(25);
          }
        });
  }

  /** Nobody traces it, logs it or grows its pause. */
  private static void feed(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      System.out.println("CONNECTED " + socket.getPort());
    } catch (IOException e) {
      pause(20);
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void checkout(int port) {
    Span span = tracing.start("POST /checkout", true);
    try (Scope scope = span.makeCurrent()) {
      for (int attempt = 0; attempt < 12; attempt++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          System.out.println("CONNECTED " + socket.getPort());
        } catch (IOException e) {
          span.recordException(e);
          pause(20);
        }
      }
      span.setStatus(StatusCode.ERROR, "not reached");
    } finally {
      span.end();
    }
  }

  /** Fails inside a future, so that its worker lives on. */
  private static final class Mail extends java.util.concurrent.FutureTask<String> {
    Mail() {
      super(
          () -> {
            throw new IllegalStateException("no such mailbox");
          });
    }
  }
}
