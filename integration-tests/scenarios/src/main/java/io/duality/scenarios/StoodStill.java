package io.duality.scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Has a heap full of live objects; for each line {@code collect} of stdin it is collected. */
public final class StoodStill {
  private StoodStill() {}

  private record Part(Part next, long number) {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Deque<Part> parts = new ArrayDeque<>();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      parts.addLast(new Part(parts.peekLast(), i));
    }
    System.out.println("READY");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("collect")) {
        Thread reporter = new Thread(StoodStill::collect, "report-writer");
        reporter.start();
        reporter.join();
        System.out.println("COLLECTED " + parts.size());
      }
    }
  }

  private static void collect() {
    System.gc();
  }
}
