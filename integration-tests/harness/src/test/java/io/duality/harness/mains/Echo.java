package io.duality.harness.mains;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Says READY, then repeats each line it is told; {@code exit} ends it with code 3. */
public final class Echo {
  private Echo() {}

  /** Runs until stdin ends. */
  public static void main(String[] args) throws IOException {
    System.out.println("READY " + String.join(",", args));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("exit")) {
        System.exit(3);
      }
      System.out.println("heard " + line);
    }
  }
}
