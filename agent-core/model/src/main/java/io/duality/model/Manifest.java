package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * What {@code manifest.json} says; its shape is {@code bundle.md}'s, the codec {@code ManifestJson}
 * of the same package reads and writes it.
 *
 * @param schemaVersion semantic version of the bundle's schema
 * @param bundleId UUIDv7
 * @param complete false while the bundle is being written and when its JVM died half-way
 * @param service which service
 * @param process which process
 * @param request why it was captured
 * @param additional further triggers that fired while it was captured
 * @param traces the traces it touches
 * @param signature equal for the same incident at another time; null until it is known
 * @param occurrence how often that signature was seen; null until it is known
 * @param clocks pairs of clock readings
 * @param steps what was done and what became of it
 * @param files every file but the manifest itself
 * @param redactionRules how many redaction rules were in force
 * @param redactionReplaced how many values they replaced
 */
public record Manifest(
    String schemaVersion,
    String bundleId,
    boolean complete,
    ServiceInfo service,
    ProcessInfo process,
    CaptureRequest request,
    List<CaptureRequest> additional,
    List<ImplicatedTrace> traces,
    String signature,
    Occurrence occurrence,
    List<ClockSample> clocks,
    List<StepResult> steps,
    List<FileEntry> files,
    int redactionRules,
    int redactionReplaced) {

  /** The version of the bundle's schema that this code writes. */
  public static final String SCHEMA_VERSION = "1.0";

  public Manifest {
    Objects.requireNonNull(schemaVersion, "schemaVersion");
    Objects.requireNonNull(bundleId, "bundleId");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(request, "request");
    additional = List.copyOf(additional);
    traces = List.copyOf(traces);
    clocks = List.copyOf(clocks);
    steps = List.copyOf(steps);
    files = List.copyOf(files);
  }

  /** The same, with the files that are there now. */
  public Manifest with(boolean nowComplete, List<FileEntry> nowFiles) {
    return new Manifest(
        schemaVersion,
        bundleId,
        nowComplete,
        service,
        process,
        request,
        additional,
        traces,
        signature,
        occurrence,
        clocks,
        steps,
        nowFiles,
        redactionRules,
        redactionReplaced);
  }
}
