package io.duality.analysis.read;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.StepResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes bundles for tests. */
public final class TestBundle {
  private final Path path;
  private final String id;
  private final Instant at;
  private final List<FileEntry> files = new ArrayList<>();
  private String schemaVersion = "1.0";
  private boolean complete = true;

  private TestBundle(Path path, String id, Instant at) {
    this.path = path;
    this.id = id;
    this.at = at;
  }

  /** Begins a bundle whose id ends in four hex digits. */
  public static TestBundle in(Path directory, String digits, String at) throws IOException {
    Instant instant = Instant.parse(at);
    String time = at.replaceAll("[-:]", "").replace("Z", ".000Z");
    Path path = directory.resolve("orders-" + time + "-stall-" + digits);
    Files.createDirectories(path);
    return new TestBundle(path, "01a1fc12-ee2a-7c41-9d0e-5b7716cf" + digits, instant);
  }

  /** The story that most tests use. */
  public static TestBundle usual(Path directory) throws IOException {
    return in(directory, "3f9c", "2026-11-21T03:07:41Z")
        .file(
            "summary.md",
            "# orders: 21 requests wait because tcp 10.0.0.5:9000 is silent\n\ntext\n")
        .file(
            "findings.json",
            "{\"schemaVersion\": \"1.0\", \"stage\": \"capture\", \"verdict\": null,"
                + " \"findings\": [], \"closure\": null, \"checklist\": null}\n")
        .file("threads.txt", "Full thread dump\n");
  }

  public TestBundle file(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return listed(name, bytes.length, sha256(bytes));
  }

  /** Lists a file without writing it. */
  public TestBundle listed(String name, long bytes, String sha256) {
    files.add(new FileEntry(name, bytes, sha256));
    return this;
  }

  public TestBundle version(String version) {
    schemaVersion = version;
    return this;
  }

  public TestBundle incomplete() {
    complete = false;
    return this;
  }

  public Path write() throws IOException {
    Alarm alarm =
        new Alarm(
            "wait",
            "w|r1",
            "wait.age > 5s",
            "5.3s",
            "21 requests wait",
            "r1",
            List.of(),
            21,
            List.of("POST /orders"));
    List<StepResult> steps = new ArrayList<>();
    steps.add(new StepResult("threads", StepResult.Status.OK, null, 1, 2, -1, 17));
    if (!complete) {
      steps.add(new StepResult("heap", StepResult.Status.MISSING, "it died", 0, 0, -1, 0));
    }
    Manifest manifest =
        new Manifest(
            schemaVersion,
            id,
            complete,
            new ServiceInfo("orders", "2.4.1", null, null),
            new ProcessInfo(4711, "node-3", "Temurin 17", at, "0.1.0"),
            new CaptureRequest(id, "stall", "wait", at, alarm, List.of("threads")),
            List.of(),
            List.of(),
            "wait-chain:8c1e55d0",
            null,
            List.of(),
            steps,
            files,
            14,
            9);
    Files.writeString(path.resolve("manifest.json"), ManifestJson.text(manifest));
    return path;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
