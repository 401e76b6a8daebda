package io.duality.engine.run;

import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Which service this process is. What is configured wins, then what OpenTelemetry was told, then
 * the main jar's manifest, then the main class or jar.
 */
final class Identity {
  private final Function<String, String> configured;
  private final Map<String, String> environment;
  private final Properties properties;

  /**
   * An identity from its sources.
   *
   * @param configured value of {@code duality.service.<key>}, or null
   */
  Identity(
      Function<String, String> configured, Map<String, String> environment, Properties properties) {
    this.configured = configured;
    this.environment = environment;
    this.properties = properties;
  }

  ServiceInfo service() {
    Map<String, String> resource = resourceAttributes();
    Attributes manifest = mainJarManifest();
    return new ServiceInfo(
        first(
            configured.apply("name"),
            properties.getProperty("otel.service.name"),
            environment.get("OTEL_SERVICE_NAME"),
            resource.get("service.name"),
            properties.getProperty("spring.application.name"),
            mainName()),
        first(
            configured.apply("version"),
            resource.get("service.version"),
            manifest == null ? null : manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION)),
        first(
            configured.apply("instance"),
            resource.get("service.instance.id"),
            environment.get("HOSTNAME")),
        first(
            configured.apply("commit"),
            resource.get("vcs.ref.head.revision"),
            manifest == null ? null : manifest.getValue("Build-Revision")));
  }

  ProcessInfo process(long pid, long startedMillis, String agentVersion) {
    return new ProcessInfo(
        pid,
        first(host(), "unknown"),
        properties.getProperty("java.vm.vendor")
            + " "
            + properties.getProperty("java.vm.name")
            + " "
            + properties.getProperty("java.runtime.version"),
        Instant.ofEpochMilli(startedMillis),
        agentVersion);
  }

  private String host() {
    String name = first(environment.get("HOSTNAME"), environment.get("COMPUTERNAME"));
    if (name != null) {
      return name;
    }
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8))) {
      return reader.readLine();
    } catch (IOException notLinux) {
      return null; // shown as "unknown"; asking the resolver could block
    }
  }

  /** {@code key=value} pairs that OpenTelemetry's SDK and agent read too. */
  private Map<String, String> resourceAttributes() {
    String text =
        first(
            properties.getProperty("otel.resource.attributes"),
            environment.get("OTEL_RESOURCE_ATTRIBUTES"));
    Map<String, String> attributes = new LinkedHashMap<>();
    if (text != null) {
      for (String pair : text.split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          attributes.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
      }
    }
    return attributes;
  }

  private Attributes mainJarManifest() {
    String main = mainCommand();
    if (!main.endsWith(".jar")) {
      return null;
    }
    try (JarFile jar = new JarFile(new File(main))) {
      Manifest manifest = jar.getManifest();
      return manifest == null ? null : manifest.getMainAttributes();
    } catch (IOException unreadable) {
      return null; // the version is then left out of the manifest
    }
  }

  private String mainCommand() {
    String command = properties.getProperty("sun.java.command", "");
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  private String mainName() {
    String main = mainCommand();
    if (main.isEmpty()) {
      return "java";
    }
    if (main.endsWith(".jar")) {
      String file = new File(main).getName();
      return file.substring(0, file.length() - ".jar".length()).replaceAll("-[0-9][0-9.].*$", "");
    }
    int module = main.indexOf('/');
    String type = module < 0 ? main : main.substring(module + 1);
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String first(String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return value.trim();
      }
    }
    return null;
  }
}
