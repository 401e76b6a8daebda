package io.duality.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.analysis.read.TestBundle;
import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path place;

  private static Run run(Object... arguments) {
    return Run.of(arguments);
  }

  @Test
  void help_of_every_command_is_what_is_documented() throws IOException {
    StringBuilder help = new StringBuilder();
    for (String command :
        List.of(
            "",
            "list",
            "show",
            "verify",
            "capture",
            "status",
            "why",
            "disarm",
            "rearm",
            "recover",
            "attach",
            "config",
            "config check",
            "config docs",
            "schema")) {
      String[] words = (command + " --help").strip().split(" ");
      Run run = run((Object[]) words);
      assertEquals(0, run.code());
      help.append("$ duality ").append(String.join(" ", words)).append('\n').append(run.out());
      help.append('\n');
    }
    assertFalse(help.indexOf("\u001b") >= 0, "no control sequences");
    try (InputStream golden = MainTest.class.getResourceAsStream("/cli/help.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), help.toString());
    }
  }

  @Test
  void why_tells_the_last_decisions_of_the_ledger_without_a_terminals_controls()
      throws IOException {
    assertEquals(3, run("why", place.resolve("nowhere")).code());
    assertTrue(run("why", place).out().startsWith("nothing was suspected; "));
    String line =
        "{\"at\": \"2026-11-21T03:07:%02dZ\", \"service\": \"orders\", \"pid\": 7, \"trigger\":"
            + " \"%s\", \"type\": \"wait\", \"state\": \"%s\", \"signature\": \"s\", \"observed\":"
            + " \"5.3s\", \"threshold\": \"wait.age > 5s\", \"decision\": \"%s\"}\n";
    Files.writeString(
        place.resolve("ledger.jsonl"),
        String.format(line, 1, "stall", "true", "confirming 1 of 2")
            + String.format(line, 2, "stall", "fired", "captured")
            + String.format(
                line, 3, "queue", "suppressed", "the incident of trigger stall\\u001b[2J")
            + "{torn\n");
    Run all = run("why", place);
    assertEquals(0, all.code());
    assertEquals(3, all.out().lines().count());
    assertTrue(
        all.out()
            .startsWith(
                "2026-11-21 03:07:01Z stall true, 5.3s (wait.age > 5s): confirming 1 of 2\n"),
        all.out());
    assertFalse(all.out().contains("\u001b"), "no control sequences");
    assertTrue(all.err().contains("1 line is torn"), all.err());
    assertEquals(1, run("why", "-n", "1", "-t", "stall", place).out().lines().count());
  }

  @Test
  void a_ledger_of_which_no_line_can_be_read_does_not_say_that_nothing_was_suspected()
      throws IOException {
    Files.writeString(place.resolve("ledger.jsonl"), "{torn\n\u0000\u0001\n");
    Run why = run("why", place);
    assertEquals(3, why.code());
    assertEquals("", why.out());
    assertTrue(why.err().contains("no line of the ledger in "), why.err());
  }

  @Test
  void a_title_in_the_list_has_its_stars_and_not_their_markdown() throws IOException {
    TestBundle.in(place, "0001", "2026-11-22T00:00:00Z")
        .file("summary.md", "# orders: 307 of them /tmp/archive\\*/\\*.csv\n")
        .write();
    Run list = run("list", place);
    assertTrue(list.out().contains("307 of them /tmp/archive*/*.csv"), list.out());
  }

  @Test
  void why_says_that_the_agent_does_less_however_long_ago_that_was_decided() throws IOException {
    String line =
        "{\"at\": \"2026-11-21T03:%02d:00Z\", \"service\": \"orders\", \"pid\": %d, \"trigger\":"
            + " \"%s\", \"type\": \"%s\", \"state\": \"%s\", \"signature\": \"s\", \"observed\":"
            + " \"own threads 31 ms/s\", \"decision\": \"%s\"}\n";
    String before = String.format(line, 1, 7, "agent", "agent", "thinned", "costs too much");
    String after = String.format(line, 2, 7, "stall", "wait", "true", "confirming 1 of 2");
    Path ledger = place.resolve("ledger.jsonl");
    Files.writeString(ledger, before + after);
    assertEquals(
        List.of(
            "2026-11-21 03:02:00Z stall true, own threads 31 ms/s: confirming 1 of 2",
            "but: 2026-11-21 03:01:00Z agent thinned, own threads 31 ms/s: costs too much"),
        run("why", "-n", "1", place).out().lines().toList());
    assertEquals(2, run("why", place).out().lines().count(), "it is not said twice");
    Files.writeString(
        ledger,
        before + after + String.format(line, 3, 7, "agent", "agent", "armed", "little") + after);
    assertEquals(1, run("why", "-n", "1", place).out().lines().count(), "not any more");
    Files.writeString(
        ledger, before + String.format(line, 4, 8, "stall", "wait", "true", "confirming 1 of 2"));
    assertEquals(1, run("why", "-n", "1", place).out().lines().count(), "another process");
  }

  @Test
  void version_names_the_schema_and_the_runtime() {
    Run run = run("--version");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("duality "), run.out());
    assertTrue(run.out().contains("bundle schema 1.0"), run.out());
  }

  @Test
  void list_is_a_table_with_the_newest_last() throws IOException {
    TestBundle.usual(place).write();
    TestBundle.in(place, "0002", "2026-11-22T00:00:00Z")
        .file("summary.md", "# evil \u001b[31mred\n")
        .incomplete()
        .write();
    Run run = run("list", place);
    assertEquals(0, run.code(), run.err());
    assertEquals(
        """
        TIME                  ID    TRIGGER  SERVICE  SIZE   COMPLETE  TITLE
        2026-11-21 03:07:41Z  3f9c  stall    orders   200 B  yes       orders: 21 requests wait because tcp 10.0.0.5:9000 is silent
        2026-11-22 00:00:00Z  0002  stall    orders   16 B   no        evil ?[31mred
        """,
        run.out());
    assertEquals(run.out(), run("list", "--dir", place).out());
  }

  @Test
  void list_speaks_json_too() throws IOException {
    TestBundle.usual(place).write();
    Map<String, Object> tree = Json.parseObject(run("list", "--json", place).out());
    Map<?, ?> bundle = (Map<?, ?>) ((List<?>) tree.get("bundles")).get(0);
    assertEquals("orders-20261121T030741.000Z-stall-3f9c", bundle.get("name"));
    assertEquals("wait-chain:8c1e55d0", bundle.get("signature"));
    assertEquals(true, bundle.get("complete"));
  }

  @Test
  void list_of_nothing_says_so_and_damage_is_a_problem() throws IOException {
    assertEquals("no bundles in " + place + "\n", run("list", place).out());
    Path bundle = TestBundle.usual(place).write();
    Files.writeString(bundle.resolve("manifest.json"), "{");
    Run run = run("list", place);
    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("duality: " + bundle), run.err());
    Run nowhere = run("list", place.resolve("nowhere"));
    assertEquals(3, nowhere.code());
    assertEquals(1, nowhere.err().lines().count(), nowhere.err());
  }

  @Test
  void show_prints_the_summary_or_another_file() throws IOException {
    Path bundle = TestBundle.usual(place).write();
    for (Object given : new Object[] {bundle, "3f9c", "orders-2026", bundle.getFileName()}) {
      Run run = run("show", "--dir", place, given);
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().startsWith("# orders: 21 requests wait"), run.out());
    }
    assertEquals("Full thread dump\n", run("show", bundle, "threads.txt").out());
    assertTrue(run("show", bundle, "--json", "findings").out().contains("\"stage\": \"capture\""));
    assertTrue(run("show", bundle, "--json", "manifest").out().contains("\"complete\": true"));
    Run climbing = run("show", bundle, "../../etc/passwd");
    assertEquals(3, climbing.code());
    assertTrue(climbing.err().contains("is no name of a bundle's file"), climbing.err());
    Run absent = run("show", bundle, "waits.json");
    assertEquals(3, absent.code());
    assertTrue(absent.err().contains("it has manifest.json, summary.md"), absent.err());
  }

  @Test
  void name_that_means_several_bundles_is_a_usage_error() throws IOException {
    TestBundle.usual(place).write();
    TestBundle.in(place, "0002", "2026-11-22T00:00:00Z").write();
    Run run = run("show", "-d", place, "orders");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("'orders' means several bundles: "), run.err());
    Run none = run("show", "-d", place, "ffff");
    assertEquals(3, none.code());
    assertTrue(none.err().contains("begins or ends with 'ffff'"), none.err());
  }

  @Test
  void verify_says_what_is_wrong_and_exits_with_1() throws IOException {
    Path bundle = TestBundle.usual(place).write();
    Run whole = run("verify", bundle);
    assertEquals(0, whole.code());
    assertEquals(
        "orders-20261121T030741.000Z-stall-3f9c: 3 files, 200 B, all as they were written\n",
        whole.out());
    Files.writeString(bundle.resolve("threads.txt"), "");
    Run damaged = run("verify", bundle);
    assertEquals(1, damaged.code());
    assertEquals(
        "truncated: threads.txt has 0 bytes of 17: copy the bundle again\n", damaged.out());
  }

  @Test
  void schema_lists_and_prints_what_ships() {
    assertEquals(String.join("\n", Schemas.names()) + "\n", run("schema").out());
    assertEquals(Schemas.text("waits"), run("schema", "waits.json").out());
    Run unknown = run("schema", "weather");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("there is no schema 'weather'"), unknown.err());
  }

  @Test
  void configuration_file_is_checked_before_anybody_runs_with_it() throws IOException {
    Path good = Files.writeString(place.resolve("good.properties"), "duality.bundle.dir = /x\n");
    assertEquals(0, run("config", "check", good).code());
    Path bad =
        Files.writeString(
            place.resolve("bad.properties"),
            "duality.bundle.max-count = many\nduality.bundel.dir=x\n");
    Run run = run("config", "check", bad);
    assertEquals(1, run.code());
    assertTrue(run.out().contains("error: "), run.out());
    assertTrue(run.out().contains("duality.bundle.dir"), "the nearest key: " + run.out());
    assertEquals(3, run("config", "check", place.resolve("nowhere")).code());
    assertTrue(run("config", "docs").out().contains("duality.bundle.max-total = 2GiB"));
    assertTrue(run("config", "docs", "--markdown").out().startsWith("| key "));
  }

  @Test
  void wrong_command_lines_get_a_hint_and_exit_with_2() {
    Run none = run();
    assertEquals(2, none.code());
    assertTrue(none.err().startsWith("duality: no command was given"), none.err());
    Run misspelt = run("lst");
    assertEquals(2, misspelt.code());
    assertTrue(misspelt.err().contains("list"), misspelt.err());
    assertEquals(2, run("show").code());
    assertEquals(2, run("config").code());
    assertEquals(2, run("list", "--nonsense").code());
  }
}
