package io.duality.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.json.Json;
import io.duality.model.ledger.LedgerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

  @Test
  void schemas_are_of_2020_12_and_each_names_itself() {
    for (String name : Schemas.names()) {
      Map<String, Object> schema = Json.parseObject(Schemas.text(name));
      assertEquals("https://json-schema.org/draft/2020-12/schema", schema.get("$schema"));
      assertEquals("urn:duality:schema:1.0:" + name, schema.get("$id"));
    }
  }

  @Test
  void unknown_schema_is_answered_with_the_known_ones() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Schemas.text("../secret"));
    assertEquals(
        "there is no schema '../secret'; the schemas are manifest, findings, waits, threads,"
            + " resources, context, histogram, ledger",
        e.getMessage());
  }

  @Test
  void enumerations_of_the_model_and_of_the_schemas_are_the_same() {
    assertEquals(
        Stream.of(ResourceKind.values()).map(ResourceKind::label).toList(),
        definition("waits", "kind").get("enum"));
    assertEquals(
        Stream.of(SeenBy.values()).map(SeenBy::label).toList(),
        definition("waits", "by").get("enum"));
    assertEquals(
        Stream.of(Thread.State.values()).map(Enum::name).toList(),
        definition("threads", "state").get("enum"));
    Map<?, ?> step = (Map<?, ?>) definition("manifest", "step").get("properties");
    assertEquals(
        Stream.of(StepResult.Status.values()).map(StepResult.Status::label).toList(),
        ((Map<?, ?>) step.get("status")).get("enum"));
    Map<?, ?> finding = (Map<?, ?>) definition("findings", "finding").get("properties");
    Map<?, ?> line = (Map<?, ?>) Json.parseObject(Schemas.text("ledger")).get("properties");
    assertEquals(
        Stream.of(LedgerEntry.State.values()).map(LedgerEntry.State::label).toList(),
        ((Map<?, ?>) line.get("state")).get("enum"));
    assertEquals(
        Stream.of(Finding.Severity.values()).map(Finding.Severity::label).toList(),
        ((Map<?, ?>) finding.get("severity")).get("enum"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "waits",
        "findings",
        "threads",
        "resources",
        "context",
        "histogram",
        "manifest",
        "ledger"
      })
  void example_of_each_file_is_valid_and_every_mutation_of_it_is_not(String name)
      throws IOException {
    String example = example(name);
    if (name.equals("ledger")) {
      example.lines().forEach(line -> assertEquals(List.of(), SchemaCheck.errors(name, line)));
      assertEquals(
          1,
          SchemaCheck.errors(name, example.lines().toList().get(0).replace("confirming 1 of 2", ""))
              .size());
      return;
    }
    assertEquals(List.of(), SchemaCheck.errors(name, example));
    for (String field : Json.parseObject(example).keySet()) {
      Map<String, Object> tree = Json.parseObject(example);
      Object value = tree.remove(field);
      tree.put(field + "x", value);
      assertFalse(SchemaCheck.errors(name, Json.document(tree)).isEmpty(), "misspelt " + field);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "waits|\"rel\": \"waits-for\"|\"rel\": \"waits for\"",
        "waits|\"since\": \"2026-11-21T03:07:37.270Z\", |",
        "waits|8d1c0a7be24f4f6f9a3b5c07d2e61f94|00000000000000000000000000000000",
        "waits|8d1c0a7be24f4f6f9a3b5c07d2e61f94|8D1C0A7BE24F4F6F9A3B5C07D2E61F94",
        "waits|\"kind\": \"queue\"|\"kind\": \"blocking-queue\"",
        "waits|2026-11-21T03:07:41.482Z|2026-11-21 03:07:41",
        "findings|\"confidence\": 0.97|\"confidence\": 97",
        "findings|\"closure\": null|\"closure\": {}",
        "findings|\"unobserved\"|\"unknown\"",
        "threads|\"state\": \"TIMED_WAITING\"|\"state\": \"PARKED\"",
        "threads|\"com.acme.report.OrderExport.rows(OrderExport.java:88)\"|\"rows\"",
        "resources|\"ownerReason\": \"no consumer was seen\", |",
        "resources|\"limitReason\": \"the class has no capacity\", |",
        "resources|\"releasePath\": \"an export ends\", |",
        "context|\"heapMax\": 4294967296|\"heapMax\": \"4G\"",
        "context|\"key\": \"duality.bundle.dir\"|\"key\": \"bundle.dir\"",
        "histogram|\"instances\": 412000|\"instances\": -1",
        "histogram|\"live\": false|\"live\": \"no\"",
        "manifest|\"name\": \"threads.json\"|\"name\": \"../../etc/passwd\"",
        "manifest|\"name\": \"threads.json\"|\"name\": \"/etc/passwd\"",
        "manifest|\"status\": \"skipped\", \"reason\": \"no policy allows it\"|\"status\": \"skipped\"",
        "manifest|7c41|4c41",
      })
  void mistake_is_caught(String mutation) throws IOException {
    String[] parts = mutation.split("\\|", -1);
    String example = example(parts[0]);
    assertTrue(example.contains(parts[1]), "the example says " + parts[1]);
    assertFalse(SchemaCheck.errors(parts[0], example.replace(parts[1], parts[2])).isEmpty());
  }

  private static Map<?, ?> definition(String schema, String name) {
    Map<?, ?> definitions = (Map<?, ?>) Json.parseObject(Schemas.text(schema)).get("$defs");
    return (Map<?, ?>) definitions.get(name);
  }

  private static String example(String name) throws IOException {
    String file = "/examples/" + name + (name.equals("ledger") ? ".jsonl" : ".json");
    try (InputStream in = SchemasTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
