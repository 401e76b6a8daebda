package io.duality.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.config.Config;
import io.duality.model.config.ConfigChange;
import io.duality.model.config.ConfigEntry;
import io.duality.model.config.ConfigProblem;
import io.duality.model.config.Keys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigLoaderTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();

  private Config load(String arguments) {
    return ConfigLoader.load(inputs(arguments));
  }

  private ConfigInputs inputs(String arguments) {
    return new ConfigInputs(arguments, properties, environment, files::get);
  }

  static Stream<Arguments> argumentTexts() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of("strict=true", "duality.strict=true"),
        Arguments.of("duality.strict=true", "duality.strict=true"),
        Arguments.of("strict=true,enabled=false", "duality.strict=true|duality.enabled=false"),
        Arguments.of(
            "trigger.stall.capture=threads*3/1s,waits, resources,strict=true",
            "duality.trigger.stall.capture=threads*3/1s,waits, resources|duality.strict=true"),
        Arguments.of(
            "trigger.stall.names=GET /a,POST /b", "duality.trigger.stall.names=GET /a,POST /b"),
        Arguments.of(
            "names.com.acme.*=a,names.x*=b", "duality.names.com.acme.*=a|duality.names.x*=b"),
        Arguments.of("service.name=a\\,b=c", "duality.service.name=a,b=c"),
        Arguments.of("bundle.keep-free=15%,1GiB", "duality.bundle.keep-free=15%,1GiB"),
        Arguments.of("/etc/duality.properties", "duality.config=/etc/duality.properties"),
        Arguments.of("/a=b/d.properties", "duality.config=/a=b/d.properties"),
        Arguments.of("d.properties,strict=true", "duality.config=d.properties|duality.strict=true"),
        Arguments.of("config=/x y/d.properties", "duality.config=/x y/d.properties"),
        Arguments.of("C:\\d\\d.properties", "duality.config=C:\\d\\d.properties"),
        Arguments.of(
            " strict = true , enabled = false ", "duality.strict=true|duality.enabled=false"),
        Arguments.of("strict=", "duality.strict="),
        Arguments.of(",,strict=true,", "duality.config=,|duality.strict=true,"));
  }

  @ParameterizedTest
  @MethodSource("argumentTexts")
  void a_comma_begins_a_pair_only_before_a_name_and_an_equals_sign(String text, String pairs) {
    List<ConfigEntry> entries = new java.util.ArrayList<>(ArgumentsText.parse(text));
    java.util.Collections.reverse(entries);
    assertEquals(
        pairs,
        entries.stream().map(e -> e.key() + "=" + e.text()).collect(Collectors.joining("|")));
  }

  @Test
  void arguments_beat_properties_beat_environment_beats_the_file() {
    files.put(
        "./duality.properties",
        "duality.watch.interval=4s\nduality.waits.record=4ms\nduality.bundle.max-count=4\n"
            + "duality.bundle.max-age=4d\n");
    environment.put("DUALITY_WATCH_INTERVAL", "3s");
    environment.put("DUALITY_WAITS_RECORD", "3ms");
    environment.put("DUALITY_BUNDLE_MAX_COUNT", "3");
    properties.put("duality.watch.interval", "2s");
    properties.put("duality.waits.record", "2ms");
    Config config = load("watch.interval=1s");
    assertEquals(List.of(), config.problems());
    assertEquals(
        "duality.watch.interval = 1s (agent arguments)", line(config, Keys.WATCH_INTERVAL));
    assertEquals("duality.waits.record = 2ms (system property)", line(config, Keys.WAITS_RECORD));
    assertEquals(
        "duality.bundle.max-count = 3 (environment DUALITY_BUNDLE_MAX_COUNT)",
        line(config, Keys.BUNDLE_MAX_COUNT));
    assertEquals(
        "duality.bundle.max-age = 4d (file ./duality.properties:4)",
        line(config, Keys.BUNDLE_MAX_AGE));
    assertEquals("duality.strict = false (default)", line(config, Keys.STRICT));
  }

  @Test
  void a_bad_value_gives_way_to_the_next_weaker_source() {
    environment.put("DUALITY_WATCH_INTERVAL", "3s");
    Config config = load("watch.interval=soon");
    assertEquals(Duration.ofSeconds(3), config.get(Keys.WATCH_INTERVAL));
    assertEquals(
        "duality.watch.interval = soon (agent arguments): allowed is a duration such as 250ms, 5s,"
            + " 2m, 1h or 14d, 100ms to 1m; used instead: 3s (environment DUALITY_WATCH_INTERVAL)",
        lines(config).get(0));
  }

  @Test
  void environment_variables_find_keys_and_triggers_by_their_spelling() {
    files.put("./duality.properties", "duality.trigger.My_Pool.on=wait\n");
    environment.put("DUALITY_TRIGGER_STALL_AGE", "7s");
    environment.put("DUALITY_TRIGGER_MY_POOL_AGE", "8s");
    environment.put("DUALITY_TRIGGER_SLOW_DB_ON", "wait");
    environment.put("DUALITY_JFR_START_DELAY", "9s");
    Config config = load("");
    assertEquals(List.of(), lines(config));
    assertEquals(Duration.ofSeconds(7), config.trigger("stall").age());
    assertEquals(Duration.ofSeconds(8), config.trigger("My_Pool").age());
    assertEquals("slow-db", config.trigger("slow-db").name());
    assertEquals(Duration.ofSeconds(9), config.get(Keys.JFR_START_DELAY));
  }

  @Test
  void a_variable_that_is_no_key_is_a_note_and_does_not_disarm() {
    environment.put("DUALITY_STRICKT", "true");
    environment.put("DUALITY_NAMES_FOO", "x");
    Config config = load("strict=true");
    assertFalse(config.disarmed());
    assertEquals(
        List.of(
            "environment DUALITY_NAMES_FOO: resources are renamed by agent arguments, system"
                + " properties or the file; ignored",
            "environment DUALITY_STRICKT: no such key, the nearest is DUALITY_STRICT; ignored"),
        lines(config));
  }

  @Test
  void the_file_is_named_by_the_strongest_source() {
    files.put("a", "duality.bundle.dir=/from-a");
    files.put("b", "duality.bundle.dir=/from-b");
    environment.put("DUALITY_CONFIG", "b");
    assertEquals("/from-b", load("").get(Keys.BUNDLE_DIR));
    assertEquals("/from-a", load("config=a").get(Keys.BUNDLE_DIR));
    assertEquals("/from-a", load("a").get(Keys.BUNDLE_DIR));
    assertEquals("b", ConfigLoader.file(inputs("")));
    assertEquals("a", ConfigLoader.file(inputs("a,strict=true")));
    environment.clear();
    assertEquals("./duality.properties", ConfigLoader.file(inputs("")));
  }

  @Test
  void a_file_that_was_named_has_to_exist_and_the_default_one_has_not() {
    assertEquals(List.of(), load("").problems());
    Config config = load("nowhere.properties,strict=true");
    assertEquals(
        List.of(
            "duality.config = nowhere.properties (agent arguments): there is no such file; used"
                + " instead: no file"),
        lines(config));
    assertTrue(config.disarmed());
  }

  @Test
  void a_file_that_cannot_be_read_is_a_problem_and_not_a_failure() {
    ConfigInputs inputs =
        new ConfigInputs(
            null,
            Map.of(),
            Map.of(),
            path -> {
              throw new IOException("denied");
            });
    Config config = ConfigLoader.load(inputs);
    assertEquals(
        List.of(
            "duality.config = ./duality.properties (default): cannot be read: denied; used instead:"
                + " no file"),
        lines(config));
  }

  @Test
  void a_changed_file_changes_what_may_change_at_run_time() {
    files.put("f", "duality.trigger.stall.age=5s\nduality.bundle.dir=/a\n");
    Config before = load("f");
    files.put("f", "duality.trigger.stall.age=9s\nduality.bundle.dir=/b\n");
    ConfigChange change = ConfigLoader.reload(before, inputs("f"));
    assertEquals(Duration.ofSeconds(9), change.config().trigger("stall").age());
    assertEquals("/a", change.config().get(Keys.BUNDLE_DIR));
    assertEquals(1, change.frozen().size());
    assertEquals(1, change.changed().size());
  }

  @Test
  void a_file_is_seen_to_come_to_change_and_to_go(@TempDir Path dir) throws IOException {
    File file = dir.resolve("duality.properties").toFile();
    ConfigWatch watch = new ConfigWatch(file);
    assertFalse(watch.changed());
    Files.writeString(file.toPath(), "a=1");
    assertTrue(watch.changed());
    assertFalse(watch.changed());
    Files.setLastModifiedTime(file.toPath(), FileTime.fromMillis(1_000_000));
    assertTrue(watch.changed());
    Files.delete(file.toPath());
    assertTrue(watch.changed());
    assertFalse(watch.changed());
  }

  @Test
  void the_inputs_of_this_process_hold_only_our_own_properties() {
    System.setProperty("duality.test.marker", "x");
    try {
      ConfigInputs inputs = ConfigInputs.ofProcess(null);
      assertEquals("x", inputs.properties().get("duality.test.marker"));
      assertFalse(inputs.properties().containsKey("java.home"));
      assertEquals("", inputs.arguments());
    } finally {
      System.clearProperty("duality.test.marker");
    }
  }

  private static String line(Config config, io.duality.model.config.Key<?> key) {
    return config.value(key).line();
  }

  private static List<String> lines(Config config) {
    return config.problems().stream().map(ConfigProblem::line).toList();
  }
}
