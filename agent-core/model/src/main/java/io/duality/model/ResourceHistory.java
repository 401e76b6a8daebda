package io.duality.model;

import java.util.Objects;

/**
 * What the agent remembers of the ended waits for one resource.
 *
 * @param resourceName its name
 * @param kind its kind
 * @param windowNanos how far back the memory goes
 * @param parkedWaits waits of at least the recording threshold that ended inside the window
 * @param totalNanos their sum
 * @param maxNanos the longest of them
 * @param timeouts how many of them ran out of time
 */
public record ResourceHistory(
    String resourceName,
    ResourceKind kind,
    long windowNanos,
    long parkedWaits,
    long totalNanos,
    long maxNanos,
    long timeouts) {
  public ResourceHistory {
    Objects.requireNonNull(resourceName, "resourceName");
    Objects.requireNonNull(kind, "kind");
  }
}
