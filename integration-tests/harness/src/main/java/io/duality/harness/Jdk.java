package io.duality.harness;

import java.nio.file.Path;

/**
 * An installed JDK.
 *
 * @param home its directory, a real path
 * @param feature 17, 21, 25
 * @param version as its {@code release} file says, {@code 17.0.15}
 */
public record Jdk(Path home, int feature, String version) {
  /** One of its programs, {@code java} or {@code jcmd}. */
  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
