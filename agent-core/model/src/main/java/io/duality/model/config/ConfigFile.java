package io.duality.model.config;

import io.duality.model.RegularFile;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A properties file with Duality's keys. */
public final class ConfigFile {
  private static final int LARGEST = 1 << 20;

  private ConfigFile() {}

  /**
   * What a file says about Duality.
   *
   * @param entries strongest first: of one key the last line counts
   * @param problems what is wrong with the file itself
   */
  public record Content(List<ConfigEntry> entries, List<ConfigProblem> problems) {
    public Content {
      entries = List.copyOf(entries);
      problems = List.copyOf(problems);
    }
  }

  /**
   * The text of a file, read as UTF-8.
   *
   * @throws IOException when it cannot be read, is no file, or has more than 1 MiB
   */
  public static String read(File file) throws IOException {
    RegularFile.require(file);
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it has more than 1 MiB and is no configuration");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Reads the text of a file. */
  public static Content parse(String text, String name) {
    PropertiesText.Parsed parsed = PropertiesText.parse(text, name);
    List<ConfigProblem> problems = new ArrayList<>(parsed.problems());
    List<ConfigEntry> entries = new ArrayList<>();
    Map<String, ConfigEntry> seen = new HashMap<>();
    int foreign = 0;
    for (ConfigEntry entry : parsed.entries()) {
      if (!entry.key().startsWith(Keys.PREFIX)) {
        foreign += withoutPrefix(entry, problems) ? 0 : 1;
        continue;
      }
      if (entry.key().equals(Keys.CONFIG.name())) {
        problems.add(
            new ConfigProblem(
                ConfigProblem.Level.WARNING,
                entry.key(),
                Candidates.line(entry, "a file cannot name another file; ignored")));
        continue;
      }
      ConfigEntry earlier = seen.put(entry.key(), entry);
      if (earlier != null) {
        problems.add(
            new ConfigProblem(
                ConfigProblem.Level.NOTE,
                entry.key(),
                Candidates.line(
                    entry, "written before in " + earlier.origin().label() + ", the last counts")));
        entries.remove(earlier);
      }
      entries.add(entry);
    }
    if (foreign > 0) {
      problems.add(
          new ConfigProblem(
              ConfigProblem.Level.NOTE,
              name,
              name
                  + ": "
                  + foreign
                  + (foreign == 1
                      ? " key does not begin with duality. and is ignored"
                      : " keys do not begin with duality. and are ignored")));
    }
    Collections.reverse(entries);
    return new Content(entries, problems);
  }

  private static boolean withoutPrefix(ConfigEntry entry, List<ConfigProblem> problems) {
    String nearest = KeyNames.nearest(entry.key());
    if (nearest == null || !nearest.equals(Keys.PREFIX + entry.key())) {
      return false;
    }
    problems.add(
        new ConfigProblem(
            ConfigProblem.Level.WARNING,
            entry.key(),
            Candidates.line(entry, "in a file write " + nearest + "; ignored")));
    return true;
  }
}
