package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b",
        "a:b",
        "a b",
        "a\tb",
        "a",
        "a=",
        "  a  =  b  ",
        "a==b",
        "a = = b",
        "a=b=c",
        "# comment\n! comment\n\na=b",
        "a=b\r\nc=d\re=f\n",
        "a=b\\\n   c",
        "a=b\\\\\nc=d",
        "a=b\\\\\\\nc",
        "a\\=b=c",
        "a\\ b=c",
        "a\\:b:c",
        "a=\\u0041\\tB\\nC\\q",
        "a=b\\",
        "a=1\\\n#2",
        "# comment \\\na=b",
        "\\#a=b",
        "a=x#y",
        "a=#y",
        "ä=ö",
        "a=b\\\n",
        "\n\n  \n",
        "=b",
        "a\\",
      })
  void what_the_format_allows_is_read_as_the_jdk_reads_it(String text) throws IOException {
    Properties expected = new Properties();
    expected.load(new StringReader(text));
    Map<Object, Object> read = new LinkedHashMap<>();
    PropertiesText.parse(text, "f").entries().forEach(e -> read.put(e.key(), e.text()));
    assertEquals(expected, read);
  }

  @Test
  void every_entry_knows_the_line_on_which_it_begins() {
    List<ConfigEntry> entries =
        PropertiesText.parse("# one\na=1\\\n  2\n\r\nb=3\r\nc=4", "my.properties").entries();
    assertEquals(
        List.of("file my.properties:2", "file my.properties:5", "file my.properties:6"),
        entries.stream().map(e -> e.origin().label()).toList());
  }

  @Test
  void a_hash_between_blanks_ends_a_value_and_one_inside_a_name_does_not() {
    assertEquals("wait", value("duality.trigger.stall.on = wait            # what it watches"));
    assertEquals("lock#2", value("a = lock#2"));
    assertEquals("lock #2", value("a = lock #2"));
    assertEquals("lock # 2", value("a = lock \\# 2"));
    assertEquals("", value("a = # nothing"));
    assertEquals("b", value("a = b #"));
  }

  @Test
  void a_byte_order_mark_is_not_part_of_the_first_key() {
    assertEquals("a", PropertiesText.parse("\uFEFFa=b", "f").entries().get(0).key());
  }

  @Test
  void a_broken_escape_and_a_wrong_encoding_are_named_with_their_line() {
    PropertiesText.Parsed parsed = PropertiesText.parse("x=1\na=\\u00g1\nb=caf\uFFFD\n", "f");
    assertEquals(
        List.of(
            "f:2: \\u00g1: four hex digits belong behind \\u",
            "f:3: b=caf\uFFFD: is not UTF-8; save the file as UTF-8"),
        parsed.problems().stream().map(ConfigProblem::line).toList());
    assertEquals(3, parsed.entries().size());
  }

  @Test
  void of_a_key_that_is_written_twice_the_last_line_counts_and_both_are_named() {
    ConfigFile.Content content =
        ConfigFile.parse("duality.strict=true\nduality.strict=false\n", "f");
    assertEquals(List.of("false"), content.entries().stream().map(ConfigEntry::text).toList());
    assertEquals(
        List.of("duality.strict = false (file f:2): written before in file f:1, the last counts"),
        content.problems().stream().map(ConfigProblem::line).toList());
  }

  @Test
  void keys_of_somebody_else_are_counted_and_a_forgotten_prefix_is_named() {
    ConfigFile.Content content =
        ConfigFile.parse("server.port=80\nspring.x=1\ntrigger.stall.age=3s\n", "app.properties");
    assertTrue(content.entries().isEmpty());
    assertEquals(
        List.of(
            "trigger.stall.age = 3s (file app.properties:3): in a file write"
                + " duality.trigger.stall.age; ignored",
            "app.properties: 2 keys do not begin with duality. and are ignored"),
        content.problems().stream().map(ConfigProblem::line).toList());
  }

  private static String value(String line) {
    return PropertiesText.parse(line, "f").entries().get(0).text();
  }
}
