package io.duality.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How often a signature has made a bundle, this one included.
 *
 * @param count at least 1
 * @param firstSeen the oldest one that the ledger knows
 * @param lastSeen the newest one before this, or this one when it is the first
 * @param versions the service versions it was seen in, oldest first
 */
public record Occurrence(long count, Instant firstSeen, Instant lastSeen, List<String> versions) {
  public Occurrence {
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    versions = List.copyOf(versions);
  }
}
