package io.duality.harness;

import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import jdk.jfr.Event;
import jdk.jfr.Recording;

/**
 * Writes a small bundle that keeps the contract: one thread waits for a lock that another holds.
 */
final class BundleFixture {
  private static final String ID = "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c";
  private static final String AT = "2026-11-21T03:07:41.482Z";
  private static final String LOCK = "com.acme.Inventory.stockLock";

  private static final String THREADS_TXT =
      """
      2026-11-21 03:07:41
      Full thread dump OpenJDK 64-Bit Server VM:

      "http-7" #61 daemon prio=5 os_prio=0 cpu=8.44ms elapsed=402.90s tid=0x1 nid=0x2078 waiting
         java.lang.Thread.State: WAITING (parking)
      \t- duality: no trace, waiting for %1$s 4.2s held by inventory-sync
      \tat jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)

      "inventory-sync" #62 prio=5 os_prio=0 cpu=7.31ms elapsed=401.02s tid=0x2 nid=0x2079 runnable
         java.lang.Thread.State: RUNNABLE
      \t- duality: holds %1$s since 5.0s, 1 waiting
      \t- duality: is root, 1 thread behind it
      \tat com.acme.InventorySync.run(InventorySync.java:12)

      """
          .formatted(LOCK);

  private final Path directory;

  BundleFixture(Path parent) throws IOException, NoSuchAlgorithmException {
    directory = parent.resolve("orders-20261121T030741.482Z-stall-3f9c");
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    write("summary.md", "# orders: http-7 waits for " + LOCK + "\n");
    write("threads.txt", THREADS_TXT);
    write("waits.json", Json.document(waits()));
    write("findings.json", Json.document(findings("/edges/0")));
    recording();
    seal();
  }

  OpenedBundle open() {
    return new OpenedBundle(directory);
  }

  /** Replaces a file, so that its owner alone may read it. */
  void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    restrict(file);
  }

  /** Writes a manifest that fits the files. */
  void seal() throws IOException, NoSuchAlgorithmException {
    List<Map<String, Object>> files = new ArrayList<>();
    try (var children = Files.list(directory)) {
      for (Path file : children.sorted().toList()) {
        if (!file.endsWith("manifest.json")) {
          byte[] bytes = Files.readAllBytes(file);
          files.add(
              Json.object(
                  "name",
                  file.getFileName().toString(),
                  "bytes",
                  bytes.length,
                  "sha256",
                  HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))));
        }
      }
    }
    write(
        "manifest.json",
        Json.document(
            Json.object(
                "schemaVersion", "1.0",
                "bundleId", ID,
                "complete", true,
                "service", Json.object("name", "orders"),
                "process",
                    Json.object(
                        "pid",
                        4711,
                        "host",
                        "h",
                        "jvm",
                        "17",
                        "startedAt",
                        AT,
                        "agentVersion",
                        "1"),
                "trigger",
                    Json.object(
                        "name", "stall",
                        "type", "wait",
                        "at", AT,
                        "condition", "wait.age > 5s",
                        "observed", "5.3s",
                        "sentence", "http-7 waits for " + LOCK),
                "traces", List.of(),
                "clocks", List.of(),
                "steps",
                    List.of(
                        Json.object(
                            "step",
                            "threads",
                            "status",
                            "ok",
                            "startedNanos",
                            0,
                            "durationMillis",
                            14.2,
                            "bytes",
                            12)),
                "files", files,
                "redaction", Json.object("rules", 14, "replaced", 0))));
  }

  static Map<String, Object> findings(String pointer) {
    return Json.object(
        "schemaVersion",
        "1.0",
        "stage",
        "capture",
        "verdict",
        Json.object(
            "pattern", "S03",
            "title", "http-7 waits",
            "rootCause",
                Json.object("kind", "thread", "name", "inventory-sync", "why", "holds it")),
        "findings",
        List.of(
            Json.object(
                "pattern",
                "S03",
                "name",
                "Wait Chain",
                "view",
                "structural",
                "subject",
                Json.object("kind", "lock", "name", LOCK),
                "statement",
                "http-7 waits for " + LOCK,
                "confidence",
                0.9,
                "severity",
                "critical",
                "threads",
                List.of("http-7", "inventory-sync"),
                "traces",
                List.of(),
                "evidence",
                List.of(Json.object("file", "waits.json", "pointer", pointer)),
                "duals",
                List.of())),
        "closure",
        null,
        "checklist",
        null);
  }

  private static Map<String, Object> waits() {
    return Json.object(
        "schemaVersion", "1.0",
        "bundleId", ID,
        "look", 1,
        "looks", 1,
        "at", AT,
        "nodes",
            List.of(
                Json.object("id", "t61", "kind", "thread", "name", "http-7", "state", "WAITING"),
                Json.object(
                    "id", "t62", "kind", "thread", "name", "inventory-sync", "state", "RUNNABLE"),
                Json.object("id", "r1", "kind", "lock", "name", LOCK, "class", "x.ReentrantLock")),
        "edges",
            List.of(
                Json.object(
                    "id", "e1",
                    "from", "t61",
                    "to", "r1",
                    "rel", "waits-for",
                    "op", "lock",
                    "since", AT,
                    "ageMillis", 4212,
                    "interruptible", true,
                    "by", "slot"),
                Json.object(
                    "id", "e2", "from", "r1", "to", "t62", "rel", "held-by", "by", "owner")),
        "chains",
            List.of(
                Json.object(
                    "nodes", List.of("t61", "r1", "t62"),
                    "edges", List.of("e1", "e2"),
                    "root", "t62")),
        "cycles", List.of(),
        "roots",
            List.of(
                Json.object("node", "t62", "kind", "running", "why", "runs", "threadsBehind", 1)),
        "unknown", List.of());
  }

  private void recording() throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      new Happened().commit();
      recording.stop();
      recording.dump(file);
    }
    restrict(file);
  }

  private static void restrict(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Something to find in the recording. */
  @jdk.jfr.Name("duality.Happened")
  @jdk.jfr.StackTrace(false)
  static final class Happened extends Event {}
}
