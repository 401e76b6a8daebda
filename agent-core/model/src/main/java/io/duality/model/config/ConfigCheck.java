package io.duality.model.config;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** Checks a properties file without starting anything. */
public final class ConfigCheck {
  private ConfigCheck() {}

  /** What is wrong with a file, in its order; empty when nothing is. */
  public static List<ConfigProblem> check(String path) {
    return config(path).problems();
  }

  /** The configuration that a file alone would give; an unreadable file is a problem of it. */
  public static Config config(String path) {
    try {
      ConfigFile.Content content = ConfigFile.parse(ConfigFile.read(new File(path)), path);
      return ConfigResolver.resolve(content.entries(), content.problems());
    } catch (IOException e) {
      return ConfigResolver.resolve(
          List.of(),
          List.of(
              new ConfigProblem(
                  ConfigProblem.Level.ERROR,
                  Keys.CONFIG.name(),
                  Keys.CONFIG.name() + " = " + path + ": cannot be read: " + e.getMessage())));
    }
  }
}
