package io.duality.engine.config;

import io.duality.model.config.ConfigFile;
import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Everything the configuration is made of.
 *
 * @param arguments the text behind {@code -javaagent:duality.jar=}; empty when there is none
 * @param properties system properties, at least those that begin with {@code duality.}
 * @param environment environment variables, at least those that begin with {@code DUALITY_}
 * @param reader reads files
 */
public record ConfigInputs(
    String arguments,
    Map<String, String> properties,
    Map<String, String> environment,
    Reader reader) {

  /** Reads a text file. */
  public interface Reader {
    /**
     * The file's text, or null when there is no such file.
     *
     * @throws IOException when there is one that cannot be read
     */
    String read(String path) throws IOException;
  }

  public ConfigInputs {
    arguments = arguments == null ? "" : arguments;
    properties = Map.copyOf(properties);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(reader, "reader");
  }

  /** The inputs of this process; properties that are no text are left out. */
  public static ConfigInputs ofProcess(String arguments) {
    return new ConfigInputs(arguments, ownProperties(), ownEnvironment(), new DiskReader());
  }

  /**
   * The same inputs, but for files: none can be read.
   *
   * @param why what is wrong with them
   */
  public ConfigInputs withoutFile(String why) {
    return new ConfigInputs(
        arguments,
        properties,
        environment,
        path -> {
          throw new IOException(why);
        });
  }

  private static Map<String, String> ownProperties() {
    Properties all = System.getProperties();
    Map<String, String> own = new HashMap<>();
    for (String name : all.stringPropertyNames()) {
      String value = name.startsWith("duality.") ? all.getProperty(name) : null;
      if (value != null) {
        own.put(name, value);
      }
    }
    return own;
  }

  private static Map<String, String> ownEnvironment() {
    Map<String, String> own = new HashMap<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith(EnvironmentNames.PREFIX)) {
        own.put(variable.getKey(), variable.getValue());
      }
    }
    return Collections.unmodifiableMap(own);
  }

  private static final class DiskReader implements Reader {
    @Override
    public String read(String path) throws IOException {
      File file = new File(path);
      return file.exists() ? ConfigFile.read(file) : null;
    }
  }
}
