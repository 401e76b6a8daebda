package io.duality.engine.bundle;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Manifest;
import io.duality.model.ProcessInfo;
import io.duality.model.Schemas;
import io.duality.model.ServiceInfo;
import io.duality.model.StepResult;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Manifests and bundles for tests. */
final class Bundles {
  static final Instant AT = Instant.parse("2026-11-21T03:07:41.482Z");
  static final ProcessInfo PROCESS = new ProcessInfo(1, "node-3", "Temurin 17", AT, "0.1.0");
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Bundles() {}

  static BundleDirectory directory(Path place) throws IOException {
    return BundleDirectory.choose(place.toFile(), new File(place.toFile(), "never"));
  }

  static Manifest manifest(Instant at, String trigger, String id, String signature) {
    return new Manifest(
        "1.0",
        id,
        false,
        new ServiceInfo("orders", "2.4.1", null, null),
        PROCESS,
        new CaptureRequest(
            id,
            trigger,
            "wait",
            at,
            new Alarm(
                "wait",
                "w|r1",
                "wait.age > 5s",
                "5.3s",
                "orders wait",
                "r1",
                List.of(),
                1,
                List.of()),
            List.of("threads*3/1s", "waits", "recording")),
        List.of(),
        List.of(),
        signature,
        null,
        List.of(),
        List.of(new StepResult("threads", StepResult.Status.OK, null, 1, 2, -1, 5)),
        List.of(),
        3,
        1);
  }

  static String id(int last) {
    return String.format("01a1fc12-ee2a-7c41-9d0e-5b7716cf%04x", last);
  }

  static Manifest manifest() {
    return manifest(AT, "stall", id(0x3f9c), null);
  }

  static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> schemaErrors(String schema, String text) {
    return SCHEMAS.getSchema(Schemas.text(schema)).validate(text, InputFormat.JSON).stream()
        .map(Error::toString)
        .toList();
  }
}
