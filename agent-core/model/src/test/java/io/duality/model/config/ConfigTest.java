package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static final String TYPES =
      "wait, deadlock, starvation, queue, pool-wait, contention, activity, heartbeat, pinned,"
          + " memory-growth, memory-level, oom, gc, hiccup, cpu, errors, uncaught, leak-handles,"
          + " metric, schedule, exit, crash, manual";

  @Test
  void nothing_needs_to_be_configured() {
    Config config = Config.defaults();
    assertEquals(List.of(), config.problems());
    assertFalse(config.disarmed());
    assertEquals(
        List.of(
            "stall",
            "deadlock",
            "starvation",
            "queue",
            "pool-wait",
            "contention",
            "activity",
            "heartbeat",
            "pinned",
            "memory-growth",
            "memory-level",
            "oom",
            "gc",
            "hiccup",
            "cpu",
            "errors",
            "uncaught",
            "leak-handles",
            "metric",
            "schedule",
            "exit",
            "crash",
            "manual"),
        config.triggers().stream().map(TriggerSettings::name).toList());
    assertEquals(
        List.of("pool-wait", "contention", "activity", "metric", "schedule"),
        config.triggers().stream()
            .filter(trigger -> !trigger.enabled())
            .map(TriggerSettings::name)
            .toList(),
        "what is slow may be meant so");
    TriggerSettings stall = config.trigger("stall");
    assertEquals(TriggerType.WAIT, stall.type());
    assertEquals(Duration.ofSeconds(5), stall.age());
    assertEquals(2, stall.confirm());
    assertEquals(List.of("threads*3/1s", "waits", "resources", "recording"), stall.steps());
    assertEquals(new Rate(5, Duration.ofHours(1)), stall.limit());
    assertEquals(1, config.trigger("manual").confirm());
    assertEquals(Duration.ZERO, config.trigger("manual").cooldown());
    assertEquals(Duration.ofMillis(250), config.get(Keys.WATCH_FAST_INTERVAL));
    assertEquals("never", config.get(Keys.HEAP_ON_TRIGGER));
    assertEquals("duality.strict = false (default)", config.value(Keys.STRICT).line());
  }

  @Test
  void every_value_knows_the_line_it_comes_from() {
    Config config = read("duality.watch.interval = 2s\nduality.trigger.stall.age=3s");
    assertEquals(
        "duality.watch.interval = 2s (file f:1)", config.value(Keys.WATCH_INTERVAL).line());
    assertEquals("duality.trigger.stall.age = 3s (file f:2)", line(config, "stall.age"));
    assertEquals("duality.trigger.stall.confirm = 2 (default)", line(config, "stall.confirm"));
  }

  @Test
  void a_bad_value_is_one_line_with_key_value_what_is_allowed_and_what_is_used() {
    assertProblems(
        "duality.trigger.stall.age = fife",
        "duality.trigger.stall.age = fife (file f:1): allowed is a duration such as 250ms, 5s, 2m,"
            + " 1h or 14d, 10ms to 7d; used instead: 5s (default)");
  }

  @Test
  void an_unknown_key_is_told_its_nearest_neighbour() {
    assertProblems(
        "duality.wacht.interval=2s",
        "duality.wacht.interval = 2s (file f:1): no such key, the nearest is"
            + " duality.watch.interval; ignored");
    assertProblems(
        "duality.trigger.stall.cool-down=2s",
        "duality.trigger.stall.cool-down = 2s (file f:1): no such key, the nearest is"
            + " duality.trigger.stall.cooldown; ignored");
    assertProblems(
        "duality.trigger.stal.age=2s",
        "duality.trigger.stal.on is missing: allowed is one of "
            + TYPES
            + "; the nearest trigger that exists is stall; trigger stal is off");
    assertProblems(
        "duality.quite.different.from.all.others=1",
        "duality.quite.different.from.all.others = 1 (file f:1): no such key; ignored");
  }

  @Test
  void a_kind_that_does_not_exist_is_told_those_that_do() {
    assertProblems(
        "duality.trigger.oom.kinds=heaps\nduality.trigger.leak-handles.kinds=files, thread*",
        "duality.trigger.oom.kinds = heaps (file f:1): no kind is called 'heaps', a trigger on oom"
            + " knows heap, gc overhead, array size, metaspace, direct buffers, threads, native"
            + " memory; it never fires for that one");
  }

  @Test
  void keys_of_the_grammar_without_an_effect_in_this_version_say_so() {
    assertProblems(
        "duality.bundle.encrypt-to=auto",
        "duality.bundle.encrypt-to = auto (file f:1): this version does not do that; ignored");
    assertProblems(
        "duality.trigger.stall.capture=threads, log-tail",
        "duality.trigger.stall.capture = threads, log-tail (file f:1): this version takes no"
            + " log-tail; it is left out");
  }

  @Test
  void a_trigger_for_which_there_is_no_detector_is_one_line_and_off() {
    Config config = read("duality.trigger.slow.on=sequence\nduality.trigger.slow.age=30s\n");
    assertEquals(
        List.of(
            "duality.trigger.slow.on = sequence (file f:1): this version has no detector for"
                + " sequence, only "
                + TYPES
                + "; trigger slow is off"),
        lines(config));
    assertNull(config.trigger("slow"));
  }

  @Test
  void triggers_of_ones_own_have_names_thresholds_and_kinds_of_their_own() {
    Config config =
        read(
            "duality.trigger.db-pool.on=wait\nduality.trigger.db-pool.age=500ms\n"
                + "duality.trigger.db-pool.kinds=connection-pool, semaphore\n"
                + "duality.trigger.db-pool.names=HikariPool-*,GET /*\n"
                + "duality.trigger.db-pool.confirm=1\n");
    assertEquals(List.of(), lines(config));
    TriggerSettings own = config.trigger("db-pool");
    assertEquals(Duration.ofMillis(500), own.age());
    assertTrue(own.kinds().matches("semaphore"));
    assertTrue(own.names().matches("GET /orders"));
    assertFalse(own.names().matches("POST /orders"));
    assertFalse(own.names().matches(null));
    assertEquals(1, own.confirm());
  }

  @Test
  void parameters_that_a_trigger_has_not_and_names_that_are_none_are_refused() {
    assertProblems(
        "duality.trigger.deadlock.age=3s",
        "duality.trigger.deadlock.age = 3s (file f:1): a trigger on deadlock has no age; ignored");
    assertProblems(
        "duality.trigger.a.b.on=wait",
        "duality.trigger.a.b.on = wait (file f:1): the name of a trigger has letters, digits, -"
            + " and _, at most 40; ignored");
    assertProblems(
        "duality.trigger.stall.on=waits",
        "duality.trigger.stall.on = waits (file f:1): allowed is one of "
            + TYPES
            + "; used instead: wait (default)");
  }

  @Test
  void every_type_has_thresholds_and_defaults_of_its_own() {
    Config config = Config.defaults();
    assertEquals(Duration.ofSeconds(5), config.trigger("starvation").age());
    assertEquals(Duration.ofSeconds(30), config.trigger("queue").age());
    assertEquals(0.9, config.trigger("queue").get(TriggerKeys.DEPTH));
    assertEquals(12, config.trigger("queue").get(TriggerKeys.LOOKS));
    assertEquals(Duration.ofSeconds(2), config.trigger("pool-wait").get(TriggerKeys.P99));
    assertEquals(Duration.ofMinutes(1), config.trigger("pool-wait").get(TriggerKeys.WINDOW));
    assertEquals(0.3, config.trigger("contention").get(TriggerKeys.SHARE));
    assertEquals(Duration.ofSeconds(30), config.trigger("activity").age());
    assertTrue(config.trigger("activity").get(TriggerKeys.SPANS).all());
    assertEquals(Duration.ofSeconds(1), config.trigger("pinned").age());
    assertEquals("duality.trigger.queue.age = 30s (default)", line(config, "queue.age"));
    assertThrows(
        IllegalArgumentException.class, () -> config.trigger("queue").get(TriggerKeys.SHARE));
  }

  @ParameterizedTest
  @CsvSource({
    "starvation.age, 1, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 10ms to 7d', 5s",
    "queue.age, never, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 10ms to 7d', 30s",
    "queue.depth, 0.9, 'a share such as 30%, 1% to 100%', 90%",
    "queue.depth, 101%, 'a share such as 30%, 1% to 100%', 90%",
    "queue.looks, 4, 'a whole number, 6 to 600', 12",
    "pool-wait.p99, 0s, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 1ms to 7d', 2s",
    "pool-wait.window, 6m, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 1s to 5m', 1m",
    "contention.share, 0%, 'a share such as 30%, 1% to 100%', 30%",
    "contention.window, 1, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 1s to 5m', 1m",
    "activity.age, -1s, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 10ms to 7d', 30s",
    "pinned.age, soon, 'a duration such as 250ms, 5s, 2m, 1h or 14d, 10ms to 7d', 1s",
  })
  void thresholds_out_of_range_are_refused_and_the_default_holds(
      String key, String bad, String allowed, String instead) {
    assertProblems(
        "duality.trigger." + key + "=" + bad,
        "duality.trigger."
            + key
            + " = "
            + bad
            + " (file f:1): allowed is "
            + allowed
            + "; used instead: "
            + instead
            + " (default)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "starvation.depth=90%",
        "queue.share=30%",
        "activity.names=*",
        "pinned.spans=*",
        "contention.p99=1s",
        "pool-wait.age=1s",
        "heartbeat.age=1s",
        "manual.window=1m"
      })
  void thresholds_of_another_type_are_refused(String line) {
    String trigger = line.substring(0, line.indexOf('.'));
    String parameter = line.substring(line.indexOf('.') + 1, line.indexOf('='));
    List<String> lines = lines(read("duality.trigger." + line));
    assertEquals(1, lines.size());
    assertTrue(
        lines.get(0).endsWith("a trigger on " + trigger + " has no " + parameter + "; ignored"),
        lines.get(0));
  }

  @Test
  void heartbeats_are_declared_under_the_name_of_the_thing_or_one_of_their_own() {
    Config config =
        read(
            "duality.heartbeat.report-export.expect=1/10s\n"
                + "duality.heartbeat.rows.expect=100/s\n"
                + "duality.heartbeat.rows.names=com.acme.*.rowQueue\n"
                + "duality.heartbeat.rows.kinds=queue\n"
                + "duality.heartbeat.GET\\ /a.b.expect=5/1m\n");
    assertEquals(List.of(), lines(config));
    assertEquals(
        List.of("GET /a.b", "report-export", "rows"),
        config.heartbeats().stream().map(HeartbeatSettings::name).toList());
    HeartbeatSettings first = config.heartbeats().get(1);
    assertEquals(new Rate(1, Duration.ofSeconds(10)), first.expect());
    assertTrue(first.names().matches("report-export"));
    assertTrue(first.kinds().all());
    HeartbeatSettings rows = config.heartbeats().get(2);
    assertTrue(rows.names().matches("com.acme.Export.rowQueue"));
    assertFalse(rows.names().matches("rows"));
    assertFalse(rows.kinds().matches("pool"));
    assertProblems(
        "duality.heartbeat.x.expect=often",
        "duality.heartbeat.x.expect = often (file f:1): allowed is a number of times in a window,"
            + " such as 5/1h; used instead: 1/10s (default)");
    assertProblems(
        "duality.heartbeat.x.expects=1/s",
        "duality.heartbeat.x.expects = 1/s (file f:1): no such key, a heartbeat has a name and"
            + " expect, names, kinds; ignored");
  }

  @Test
  void the_fast_rhythm_is_never_slower_than_the_slow_one() {
    Config config = read("duality.watch.interval=200ms");
    assertEquals(Duration.ofMillis(200), config.get(Keys.WATCH_FAST_INTERVAL));
    assertEquals(List.of(), lines(config));
    assertProblems(
        "duality.watch.fast-interval=5s",
        "duality.watch.fast-interval = 5s (file f:1): allowed is at most duality.watch.interval ="
            + " 1s (default); used instead: 1s");
  }

  @Test
  void resources_are_renamed_by_the_rule_that_fixes_most_of_the_name() {
    Config config =
        read(
            "duality.names.com.acme.*=ours\nduality.names.com.acme.Inventory.*=stock *\n"
                + "duality.names.fields=false\nduality.names.x=");
    assertEquals("stock lock", config.names().rename("com.acme.Inventory.lock"));
    assertEquals("ours", config.names().rename("com.acme.Cart.lock"));
    assertNull(config.names().rename("org.other.Lock"));
    assertFalse(config.get(Keys.NAMES_FIELDS));
    assertEquals(
        List.of("duality.names.x =  (file f:4): allowed is a name; the resources keep their own"),
        lines(config));
  }

  @Test
  void a_strict_agent_disarms_itself_for_errors_and_unknown_keys_but_not_for_notes() {
    assertTrue(read("duality.strict=true\nduality.watch.interval=x").disarmed());
    assertTrue(read("duality.strict=true\nduality.unknown=x").disarmed());
    assertFalse(read("duality.watch.interval=x").disarmed());
    assertFalse(read("duality.strict=true\nserver.port=80").disarmed());
    assertTrue(read("duality.enabled=false").disarmed());
    assertEquals(1, read("duality.strict=true\nduality.unknown=x").disarmedBy().size());
  }

  @Test
  void an_empty_bundle_directory_is_not_the_working_directory() {
    Config empty = read("duality.bundle.dir =");
    assertEquals("./duality", empty.get(Keys.BUNDLE_DIR));
    assertTrue(empty.problems().get(0).line().contains("used instead: ./duality"));
  }

  @Test
  void a_file_is_checked_without_an_agent(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("duality.properties");
    Files.writeString(file, "duality.strict=maybe\n");
    assertEquals(1, ConfigCheck.check(file.toString()).size());
    Files.writeString(file, "duality.strict=true\n");
    assertEquals(List.of(), ConfigCheck.check(file.toString()));
    List<ConfigProblem> missing = ConfigCheck.check(new File(dir.toFile(), "no").getPath());
    assertEquals(ConfigProblem.Level.ERROR, missing.get(0).level());
    assertTrue(ConfigCheck.check(dir.toString()).get(0).line().endsWith("it is a directory"));
  }

  @Test
  void a_change_at_run_time_takes_what_may_change_and_names_what_may_not() {
    Config before = read("duality.bundle.dir=/a\nduality.names.x=y");
    Config after =
        read(
            "duality.bundle.dir=/b\nduality.watch.interval=2s\nduality.trigger.stall.age=9s\n"
                + "duality.trigger.own.on=wait\nduality.names.x=z");
    ConfigChange change = ConfigChange.of(before, after);
    assertEquals("/a", change.config().get(Keys.BUNDLE_DIR));
    assertEquals(Duration.ofSeconds(2), change.config().get(Keys.WATCH_INTERVAL));
    assertEquals(Duration.ofSeconds(9), change.config().trigger("stall").age());
    assertTrue(change.config().trigger("own").enabled());
    assertEquals("y", change.config().names().rename("x"));
    assertEquals(
        List.of(
            "duality.bundle.dir = /b (file f:1): cannot change at run time; stays /a until the"
                + " next start",
            "duality.names.x = z (file f:5): cannot change at run time; stays as it was until the"
                + " next start"),
        change.frozen());
    assertTrue(
        change.changed().stream()
            .map(ConfigValue::key)
            .toList()
            .containsAll(List.of("duality.watch.interval", "duality.trigger.stall.age")));
    assertFalse(
        change.changed().stream().anyMatch(value -> value.key().equals("duality.bundle.dir")));
    assertEquals(List.of(), ConfigChange.of(before, before).changed());
  }

  private static Config read(String text) {
    ConfigFile.Content content = ConfigFile.parse(text, "f");
    return ConfigResolver.resolve(content.entries(), content.problems());
  }

  private static void assertProblems(String text, String... lines) {
    assertEquals(List.of(lines), lines(read(text)));
  }

  private static List<String> lines(Config config) {
    return config.problems().stream().map(ConfigProblem::line).toList();
  }

  private static String line(Config config, String parameter) {
    return config.value("duality.trigger." + parameter).line();
  }
}
