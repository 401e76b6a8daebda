package io.duality.stress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Plays scenes and says what came out, {@code DONE} when all is played; then stays until it reads
 * {@code end}. Told {@code enough}, it plays no further round; it may be told to {@code exit} or to
 * {@code halt} at any time.
 */
public final class Stress {
  private final Options options;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  private Stress(Options options) {
    this.options = options;
  }

  /** Arguments are {@code key=value} pairs, see {@link Options}. */
  public static void main(String[] arguments) throws Exception {
    new Stress(Options.of(arguments)).run();
  }

  private void run() throws Exception {
    Threads.platform("ear", this::listen).start();
    System.out.println("READY");
    if (options.told()) {
      begin.await();
    }
    int round = 0;
    while (options.rounds() == 0 ? enough.getCount() > 0 : round < options.rounds()) {
      play(round++);
      System.out.println("ROUND " + round);
    }
    if (options.residents() > 0) {
      new Residents().moveIn(options.residents());
    }
    System.out.println("DONE");
    end.await();
    System.out.println("END");
  }

  private void play(int round) throws Exception {
    List<String> names = options.scenes().isEmpty() ? Scenes.names() : options.scenes();
    List<Thread> together = new ArrayList<>();
    for (String name : names) {
      if (options.together()) {
        together.add(Threads.platform("stress-" + name, () -> playOne(name, round)));
      } else {
        playOne(name, round);
      }
    }
    together.forEach(Thread::start);
    for (Thread thread : together) {
      thread.join();
    }
  }

  private void playOne(String name, int round) {
    Report report = new Report(System.out, name);
    try {
      Scenes.of(name)
          .play(new Crew(report, options.seed() + round, options.threads(), options.operations()));
    } catch (Throwable e) {
      report.thrown(e);
    }
    report.done();
  }

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line) {
          case "begin" -> begin.countDown();
          case "enough" -> enough.countDown();
          case "end" -> end.countDown();
          case "exit" -> System.exit(3);
          case "halt" -> Runtime.getRuntime().halt(4);
          default -> throw new IllegalArgumentException("what is '" + line + "'?");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("stdin ended badly", e);
    }
  }
}
