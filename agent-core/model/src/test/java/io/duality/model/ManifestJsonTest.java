package io.duality.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
  private static final String ID = "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c";
  private static final Instant AT = Instant.parse("2026-11-21T03:07:41.482Z");

  static CaptureRequest request(String id, String trigger) {
    return new CaptureRequest(
        id,
        trigger,
        "wait",
        AT,
        new Alarm(
            "wait",
            "wait|com.acme.Inventory.stockLock",
            "wait.age > 5s",
            "5.3s",
            "POST /orders waits 5.3 s for lock com.acme.Inventory.stockLock",
            "lock:1f",
            List.of(61L, 97L),
            31,
            List.of("POST /orders")),
        List.of("threads*3/1s", "waits"));
  }

  /** Of a trigger over others that came again and again. */
  static CaptureRequest together() {
    CaptureRequest stall = request(ID, "stall");
    return new CaptureRequest(
        ID,
        "stall-and-errors",
        "all",
        AT,
        stall.alarm(),
        List.of("waits", "heap"),
        List.of(new Operand("stall", "wait", AT, stall.alarm())),
        "heap, because trigger stall-and-errors made 3 bundles of this signature");
  }

  static Manifest full() {
    return new Manifest(
        "1.0",
        ID,
        true,
        new ServiceInfo("orders", "2.4.1", "orders-7c9f", "9f2c1d4"),
        new ProcessInfo(4711, "node-3", "Eclipse Adoptium 17.0.15", AT, "0.1.0"),
        together(),
        List.of(request("01a1fc12-ee2b-7c41-9d0e-5b7716cf3f9d", "queue")),
        List.of(
            new ImplicatedTrace(
                new TraceRef(
                    "8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", "POST /orders", false),
                "victim",
                "http-7",
                Map.of("tenant", "t-17"))),
        "wait-chain:8c1e55d0",
        new Occurrence(3, AT, AT, List.of("2.4.0", "2.4.1")),
        List.of(new ClockSample(1_795_230_461_482_000_000L, 42, "trigger")),
        List.of(
            new StepResult("threads", StepResult.Status.OK, null, 7, 14.25, 6.5, 81_234),
            new StepResult("heap", StepResult.Status.SKIPPED, "policy", 9, 0, -1, 0)),
        List.of(
            new FileEntry("threads.json", 81_234, "ab".repeat(32)),
            new FileEntry("heap.hprof", 5, "cd".repeat(32), true)),
        14,
        9);
  }

  static Manifest smallest() {
    Manifest m = full();
    return new Manifest(
        "1.0",
        ID,
        false,
        new ServiceInfo("orders", null, null, null),
        m.process(),
        request(ID, "manual"),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        0,
        0);
  }

  @Test
  void manifest_reads_back_what_it_wrote() {
    for (Manifest manifest : List.of(full(), smallest())) {
      assertEquals(manifest, ManifestJson.read("manifest.json", ManifestJson.text(manifest)));
    }
  }

  @Test
  void written_manifest_satisfies_its_schema() {
    assertEquals(List.of(), SchemaCheck.errors("manifest", ManifestJson.text(full())));
    assertEquals(List.of(), SchemaCheck.errors("manifest", ManifestJson.text(smallest())));
  }

  @Test
  void every_mandatory_field_of_the_schema_is_missed_by_name() {
    Map<String, Object> schema = Json.parseObject(Schemas.text("manifest"));
    List<String> required = new ArrayList<>();
    for (Object name : (List<?>) schema.get("required")) {
      required.add((String) name);
    }
    required.remove("redaction"); // old tools can live without these two counters
    for (String field : required) {
      Map<String, Object> tree = new LinkedHashMap<>(ManifestJson.tree(full()));
      tree.remove(field);
      String text = Json.document(tree);
      assertEquals(1, SchemaCheck.errors("manifest", text).size(), field);
      JsonException e =
          assertThrows(JsonException.class, () -> ManifestJson.read("/b/manifest.json", text));
      assertTrue(
          e.getMessage().startsWith("/b/manifest.json: field /" + field + " is missing"),
          e.getMessage());
    }
  }

  @Test
  void fields_of_a_later_minor_version_are_ignored() {
    Map<String, Object> tree = ManifestJson.tree(full());
    tree.put("weather", Map.of("sky", "blue"));
    tree.put("schemaVersion", "1.7");
    assertEquals("1.7", ManifestJson.read("m", Json.document(tree)).schemaVersion());
  }

  @Test
  void message_names_file_field_value_and_what_is_allowed() {
    String text = ManifestJson.text(full());
    assertWrong(
        text.replace("\"skipped\"", "\"forgotten\""),
        "m: field /steps/1/status is 'forgotten', not one of ok, skipped, failed, abandoned,"
            + " missing");
    assertWrong(
        text.replace("81234, \"sha256\"", "\"many\", \"sha256\""),
        "m: field /files/0/bytes is 'many', not a whole number");
    assertWrong(
        text.replace("\"pid\": 4711", "\"pid\": {}"),
        "m: field /process/pid is an object, not a whole number");
    assertWrong(
        text.replace("\"8d1c0a7be24f4f6f9a3b5c07d2e61f94\"", "\"8d1c\""),
        "m: field /traces/0/traceId or spanId is malformed: a trace id has 32 hex digits and a span"
            + " id 16, not 8d1c and 5e0b7c1d9a42f386");
    assertWrong("{\"schemaVersion\": ", "m: line 1, column 19: expected a value, found the end");
  }

  private static void assertWrong(String text, String message) {
    JsonException e = assertThrows(JsonException.class, () -> ManifestJson.read("m", text));
    assertEquals(message, e.getMessage());
  }
}
