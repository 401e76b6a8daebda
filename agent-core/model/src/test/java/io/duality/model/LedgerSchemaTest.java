package io.duality.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.duality.model.ledger.LedgerEntry;
import io.duality.model.ledger.LedgerEntry.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerSchemaTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:00:00.125Z");

  @Test
  void every_line_that_is_written_is_what_the_schema_promises() {
    for (State state : State.values()) {
      LedgerEntry full =
          new LedgerEntry(
              AT,
              "orders",
              "2.4.1",
              "i-1",
              4711,
              "stall",
              "wait",
              state,
              "wait:8c1e",
              "5.3s",
              "wait.age > 5s",
              "captured",
              "b-1");
      assertEquals(List.of(), SchemaCheck.errors("ledger", full.line()));
      LedgerEntry bare =
          new LedgerEntry(
              AT, "orders", "", null, 0, "stall", "wait", state, "s", null, "", "because", null);
      assertEquals(List.of(), SchemaCheck.errors("ledger", bare.line()));
    }
  }

  @Test
  void every_line_of_the_documented_example_is_read() throws IOException {
    try (InputStream in = LedgerSchemaTest.class.getResourceAsStream("/examples/ledger.jsonl")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        assertNotNull(LedgerEntry.parse(line).state());
      }
    }
  }
}
