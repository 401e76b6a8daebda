package io.duality.engine.config;

import io.duality.model.config.Config;
import io.duality.model.config.ConfigChange;
import io.duality.model.config.ConfigEntry;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigProblem;
import io.duality.model.config.ConfigResolver;
import io.duality.model.config.Keys;
import io.duality.model.config.Origin;
import io.duality.model.config.TriggerKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the sources together, strongest first: agent arguments, system properties, environment,
 * file, defaults.
 */
public final class ConfigLoader {
  /** Read when no file is named, if it exists. */
  public static final String DEFAULT_FILE = "./duality.properties";

  private final ConfigInputs inputs;
  private final List<ConfigEntry> entries = new ArrayList<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ConfigLoader(ConfigInputs inputs) {
    this.inputs = inputs;
  }

  /** The configuration of these inputs; never fails, what is wrong is in its problems. */
  public static Config load(ConfigInputs inputs) {
    ConfigLoader loader = new ConfigLoader(inputs);
    loader.sources();
    return ConfigResolver.resolve(loader.entries, loader.problems);
  }

  /** The configuration after a change of the file: what may change at run time has changed. */
  public static ConfigChange reload(Config inForce, ConfigInputs inputs) {
    return ConfigChange.of(inForce, load(inputs));
  }

  /** The file that these inputs read, whether it exists or not. */
  public static String file(ConfigInputs inputs) {
    ConfigLoader loader = new ConfigLoader(inputs);
    loader.process();
    ConfigEntry named = loader.named();
    return named == null ? DEFAULT_FILE : named.text().trim();
  }

  private void sources() {
    process();
    List<ConfigEntry> fromFile = fromFile(named());
    environment(fromFile);
    entries.addAll(fromFile);
  }

  /** Arguments and system properties, and of the environment only the file's name. */
  private void process() {
    entries.addAll(ArgumentsText.parse(inputs.arguments()));
    for (Map.Entry<String, String> property : sorted(inputs.properties()).entrySet()) {
      if (property.getKey().startsWith(Keys.PREFIX)) {
        entries.add(
            new ConfigEntry(
                property.getKey(), property.getValue(), new Origin(Origin.Source.PROPERTY, "")));
      }
    }
  }

  private ConfigEntry named() {
    for (ConfigEntry entry : entries) {
      if (entry.key().equals(Keys.CONFIG.name()) && !entry.text().isBlank()) {
        return entry;
      }
    }
    String variable = inputs.environment().get("DUALITY_CONFIG");
    return variable == null || variable.isBlank()
        ? null
        : new ConfigEntry(
            Keys.CONFIG.name(), variable, new Origin(Origin.Source.ENVIRONMENT, "DUALITY_CONFIG"));
  }

  private List<ConfigEntry> fromFile(ConfigEntry named) {
    String path = named == null ? DEFAULT_FILE : named.text().trim();
    String why;
    try {
      String text = inputs.reader().read(path);
      if (text != null) {
        ConfigFile.Content content = ConfigFile.parse(text, path);
        problems.addAll(content.problems());
        return content.entries();
      }
      why = "there is no such file";
    } catch (IOException e) {
      why = "cannot be read: " + e.getMessage();
      if (named == null) {
        problem(path, Origin.DEFAULT, why);
      }
    }
    if (named != null) {
      problem(path, named.origin(), why);
    }
    return Collections.emptyList();
  }

  private void problem(String path, Origin origin, String why) {
    problems.add(
        new ConfigProblem(
            ConfigProblem.Level.ERROR,
            Keys.CONFIG.name(),
            Keys.CONFIG.name()
                + " = "
                + path
                + " ("
                + origin.label()
                + "): "
                + why
                + "; used instead: no file"));
  }

  private void environment(List<ConfigEntry> fromFile) {
    Set<String> triggers = new TreeSet<>();
    triggersOf(entries, triggers);
    triggersOf(fromFile, triggers);
    EnvironmentNames names = new EnvironmentNames(triggers);
    for (Map.Entry<String, String> variable : sorted(inputs.environment()).entrySet()) {
      if (variable.getKey().startsWith(EnvironmentNames.PREFIX)) {
        names.read(variable.getKey(), variable.getValue(), entries, problems);
      }
    }
  }

  private static void triggersOf(List<ConfigEntry> entries, Set<String> triggers) {
    for (ConfigEntry entry : entries) {
      int dot = entry.key().lastIndexOf('.');
      if (entry.key().startsWith(TriggerKeys.PREFIX) && dot > TriggerKeys.PREFIX.length()) {
        triggers.add(entry.key().substring(TriggerKeys.PREFIX.length(), dot));
      }
    }
  }

  /** Always the same order, so that messages have one too. */
  private static Map<String, String> sorted(Map<String, String> map) {
    return new TreeMap<>(map);
  }
}
