package io.duality.model;

import java.util.Objects;

/**
 * Which service this process is an instance of.
 *
 * @param name never empty; the main class or jar when nothing names it
 * @param version or null
 * @param instance or null
 * @param commit or null
 */
public record ServiceInfo(String name, String version, String instance, String commit) {
  public ServiceInfo {
    Objects.requireNonNull(name, "name");
  }
}
