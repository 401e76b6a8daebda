package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  @Test
  void the_key_table_is_the_one_that_was_released() throws IOException {
    try (InputStream golden = KeyTableTest.class.getResourceAsStream("keys.txt")) {
      assertEquals(
          new String(golden.readAllBytes(), StandardCharsets.UTF_8),
          ConfigDocs.text(),
          "the key table has changed: if that is meant, put the actual text into keys.txt");
    }
  }

  @Test
  void every_row_is_complete_and_has_a_name_of_its_own() {
    Set<String> names = new HashSet<>();
    for (Key<?> key : Keys.all()) {
      assertTrue(names.add(key.name()), key.name());
      assertTrue(key.name().startsWith("duality."), key.name());
      assertTrue(key.sentence().endsWith("."), key.name());
      assertTrue(!key.type().allowed().isEmpty(), key.name());
    }
  }

  @Test
  void the_markdown_table_has_a_row_for_every_key_and_no_broken_cell() {
    String[] lines = ConfigDocs.markdown().split("\n");
    assertEquals(Keys.all().size() + 2, lines.length);
    for (String line : lines) {
      assertEquals(9, line.replace("\\|", "").chars().filter(c -> c == '|').count(), line);
    }
  }
}
