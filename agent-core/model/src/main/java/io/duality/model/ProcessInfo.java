package io.duality.model;

import java.time.Instant;
import java.util.Objects;

/**
 * The process that was observed.
 *
 * @param pid as the process sees itself
 * @param host host name, or {@code unknown}
 * @param jvm vendor, name and version on one line
 * @param startedAt when the JVM started
 * @param agentVersion the version of Duality
 */
public record ProcessInfo(
    long pid, String host, String jvm, Instant startedAt, String agentVersion) {
  public ProcessInfo {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(jvm, "jvm");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(agentVersion, "agentVersion");
  }
}
