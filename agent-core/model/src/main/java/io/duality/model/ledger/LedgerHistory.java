package io.duality.model.ledger;

import io.duality.model.Occurrence;
import io.duality.model.RegularFile;
import io.duality.model.json.JsonException;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a ledger says, oldest first.
 *
 * @param entries the lines that could be read
 * @param corrupt how many could not: torn by a crash, or not ours
 */
public record LedgerHistory(List<LedgerEntry> entries, int corrupt) {
  /** The ledger's name inside the bundle directory. */
  public static final String FILE = "ledger.jsonl";

  /** The name of the file before the last rotation. */
  public static final String OLDER_FILE = "ledger.1.jsonl";

  public LedgerHistory {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the ledger of a bundle directory; no file means no entries.
   *
   * @throws IOException when a file exists and cannot be read
   */
  public static LedgerHistory read(File dir) throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    int corrupt = read(new File(dir, OLDER_FILE), entries) + read(new File(dir, FILE), entries);
    return new LedgerHistory(entries, corrupt);
  }

  private static int read(File file, List<LedgerEntry> entries) throws IOException {
    RegularFile.require(file);
    if (!file.exists()) {
      return 0;
    }
    int corrupt = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          try {
            entries.add(LedgerEntry.parse(line));
          } catch (JsonException e) {
            corrupt++; // counted; the lines around it are whole
          }
        }
      }
    }
    return corrupt;
  }

  /** Bundles of one service's triggers that were fired and neither joined nor refused. */
  public List<LedgerEntry> fired(String service, String instance) {
    Set<String> refused = refused();
    Set<String> seen = new HashSet<>();
    List<LedgerEntry> fired = new ArrayList<>();
    for (LedgerEntry entry : entries) {
      if (entry.state() == LedgerEntry.State.FIRED
          && entry.service().equals(service)
          && Objects.equals(entry.instance(), instance)
          && entry.bundleId() != null
          && !refused.contains(entry.bundleId())
          && seen.add(entry.bundleId())) {
        fired.add(entry);
      }
    }
    return fired;
  }

  /** When each of one service's triggers fired last, with a bundle of its own or in another's. */
  public Map<String, Instant> lastFired(String service, String instance) {
    Set<String> refused = refused();
    Map<String, Instant> last = new HashMap<>();
    for (LedgerEntry entry : entries) {
      if (entry.state() == LedgerEntry.State.FIRED
          && entry.service().equals(service)
          && Objects.equals(entry.instance(), instance)
          && !refused.contains(entry.bundleId())) {
        last.merge(entry.trigger(), entry.at(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return last;
  }

  /**
   * How often a verdict's signature was the outcome of a bundle, in whatever instance of a service.
   *
   * @param now the time of the present one, which is counted too unless the ledger has it already
   * @param version the version of the service now, or null
   * @param bundleId the present bundle
   */
  public Occurrence occurrence(
      String service, String signature, Instant now, String version, String bundleId) {
    Set<String> bundles = new HashSet<>();
    List<String> versions = new ArrayList<>();
    Instant first = null;
    Instant last = null;
    for (LedgerEntry entry : entries) {
      boolean earlier =
          entry.state() == LedgerEntry.State.CAPTURED
              && entry.service().equals(service)
              && signature.equals(entry.signature())
              && entry.bundleId() != null
              && !entry.bundleId().equals(bundleId);
      if (earlier && bundles.add(entry.bundleId())) {
        first = first == null || entry.at().isBefore(first) ? entry.at() : first;
        last = last == null || entry.at().isAfter(last) ? entry.at() : last;
        add(versions, entry.version());
      }
    }
    add(versions, version);
    return new Occurrence(
        bundles.size() + 1L, first == null ? now : first, last == null ? now : last, versions);
  }

  /** Bundles that a trigger asked for and that were not captured after all. */
  private Set<String> refused() {
    Set<String> refused = new HashSet<>();
    for (LedgerEntry entry : entries) {
      if (entry.state() == LedgerEntry.State.SUPPRESSED && entry.bundleId() != null) {
        refused.add(entry.bundleId());
      }
    }
    return refused;
  }

  private static void add(List<String> versions, String version) {
    if (version != null && !versions.contains(version)) {
      versions.add(version);
    }
  }
}
