package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.duality.engine.capture.Child.Jdk;
import io.duality.engine.emit.FlightEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlightRingTest {
  private static final String SECRET = "tr0ub4dor-planted-secret";
  private static final List<String> PLANTED =
      List.of("-Dplanted.secret=" + SECRET, "-XX:OnError=notify --key " + SECRET);
  private static final Map<String, String> ENVIRONMENT = Map.of("PLANTED_SECRET", SECRET);

  @TempDir Path dir;

  static List<Jdk> jdks() throws Exception {
    return Child.jdks();
  }

  @Test
  void recorder_that_could_open_no_file_any_more_is_neither_dumped_nor_left_running() {
    long[] free = {Long.MAX_VALUE};
    DescriptorRoom room =
        new DescriptorRoom() {
          @Override
          long free() {
            return free[0];
          }
        };
    RingSettings settings = new RingSettings(Duration.ofMinutes(1), 1L << 20, null);
    FlightRing ring = new FlightRing(settings, FlightEvents.none(), room);
    assertNull(room.shortage(DescriptorRoom.LEAST));
    free[0] = DescriptorRoom.LEAST - 1;
    assertTrue(
        ring.shortage(FlightRing.LEAST_FREE).startsWith("only 23 more files"),
        ring.shortage(FlightRing.LEAST_FREE));
    free[0] = DescriptorRoom.LEAST + 1;
    assertTrue(
        ring.shortage(2 * FlightRing.LEAST_FREE).contains("end the JVM"),
        "it starts again with twice as many");
    ring.start();
    try {
      assertTrue(ring.running(), ring.reason());
      free[0] = 3;
      StepOutcome outcome = ring.dump(dir.resolve("recording.jfr"));
      assertTrue(outcome.toString().contains("only 3 more files"), outcome::toString);
      assertFalse(Files.exists(dir.resolve("recording.jfr")));
    } finally {
      ring.spare();
      ring.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ring_records_waits_and_the_machine_and_nothing_of_environment_properties_or_command_line(
      Jdk jdk) throws Exception {
    Path file = dir.resolve("recording.jfr");
    String output = run(jdk, List.of(), file);
    assertTrue(output.contains("running: true"), output);
    assertTrue(output.contains("Captured[") && output.contains("note=null"), output);
    assertHarmless(file);
    Set<String> types = types(file);
    assertTrue(
        types.containsAll(
            Set.of("jdk.JavaMonitorWait", "jdk.GCConfiguration", "duality.Heartbeat")),
        types.toString());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void secret_that_a_recording_of_the_user_switched_on_is_not_in_ours(Jdk jdk) throws Exception {
    Path file = dir.resolve("recording.jfr");
    String output = run(jdk, List.of(), file, "user-lives-on");
    assertTrue(output.contains("user recording: the user's own RUNNING"), output);
    assertScrubbedOrWithheld(jdk, file, output);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void secret_that_the_command_line_s_recording_switched_on_is_not_in_ours(Jdk jdk)
      throws Exception {
    Path file = dir.resolve("recording.jfr");
    Path users = dir.resolve("users.jfr");
    String output =
        run(jdk, List.of("-XX:StartFlightRecording:filename=" + users + ",settings=default"), file);
    assertScrubbedOrWithheld(jdk, file, output);
    assertTrue(contains(users, SECRET), "the user's own recording keeps what the user asked for");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void capture_at_exit_joins_the_file_that_the_recorder_s_own_hook_leaves(Jdk jdk)
      throws Exception {
    Path file = dir.resolve("recording.jfr");
    String output = run(jdk, List.of(), file, "exit");
    assertTrue(output.contains("at exit Captured["), output);
    assertHarmless(file);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void stream_of_the_watch_is_nobody_else_who_records(Jdk jdk) throws Exception {
    String output = run(jdk, List.of(), dir.resolve("recording.jfr"), "watched");
    assertTrue(output.contains("stream: null, alone: true"), output);
    assertTrue(output.contains("with a user's recording alone: false"), output);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void image_with_the_module_outside_the_boot_layer_names_the_flag(Jdk jdk) throws Exception {
    String output =
        run(
            jdk,
            List.of("--limit-modules", "java.base,java.management,jdk.management"),
            dir.resolve("recording.jfr"));
    assertTrue(output.contains("running: false"), output);
    assertTrue(output.contains("start with --add-modules jdk.jfr"), output);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void recorder_that_cannot_write_is_survived_with_its_reason(Jdk jdk) throws Exception {
    Path file = Files.createFile(dir.resolve("no-directory"));
    String output = run(jdk, List.of("-Djava.io.tmpdir=" + file), dir.resolve("recording.jfr"));
    assertTrue(output.contains("running: false"), output);
    assertTrue(output.contains("the flight recorder did not start: "), output);
    assertTrue(output.contains("Failed[status=SKIPPED"), output);
  }

  @Test
  void recorder_that_is_switched_off_names_the_option() throws Exception {
    List<Jdk> old = jdks().stream().filter(jdk -> jdk.feature() == 17).toList();
    assumeTrue(!old.isEmpty(), "later JDKs have no such option");
    String output = run(old.get(0), List.of("-XX:-FlightRecorder"), dir.resolve("recording.jfr"));
    assertTrue(output.contains("running: false"), output);
    assertTrue(output.contains("-XX:-FlightRecorder"), output);
  }

  @Test
  void no_event_that_carries_secrets_or_stops_the_world_per_chunk_is_in_the_settings() {
    Map<String, String> events = RingSettings.events();
    for (String secret : RingSettings.SECRET_EVENTS) {
      assertEquals("false", events.get(secret + "#enabled"), secret);
    }
    assertFalse(events.containsKey("jdk.ThreadDump#enabled"));
    assertFalse(events.containsKey("jdk.ObjectCount#enabled"));
    assertEquals("150/s", events.get("jdk.ObjectAllocationSample#throttle"));
    assertEquals("0 ns", events.get("jdk.OldObjectSample#cutoff"));
  }

  private String run(Jdk jdk, List<String> options, Path file, String... more) throws Exception {
    List<String> all = new ArrayList<>(PLANTED);
    all.addAll(options);
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    arguments.addAll(List.of(more.length == 0 ? new String[] {"alone"} : more));
    arguments.add("--password=" + SECRET);
    return Child.run(jdk, ENVIRONMENT, all, RingMain.class, arguments.toArray(new String[0]));
  }

  private static void assertScrubbedOrWithheld(Jdk jdk, Path file, String output) throws Exception {
    if (jdk.feature() >= 19) {
      assertTrue(output.contains("they are left out here"), output);
      assertHarmless(file);
      assertTrue(types(file).contains("jdk.JavaMonitorWait"), types(file).toString());
    } else {
      assertTrue(output.contains("withheld: another recording"), output);
      assertFalse(Files.exists(file), "a withheld recording is no file");
    }
    assertFalse(
        Files.exists(file.resolveSibling(file.getFileName() + ".raw")), "the raw file is gone");
  }

  private static void assertHarmless(Path file) throws Exception {
    assertFalse(contains(file, SECRET), "the secret is in " + file);
    Set<String> types = types(file);
    types.retainAll(RingSettings.SECRET_EVENTS);
    assertEquals(Set.of(), types);
  }

  private static boolean contains(Path file, String secret) throws Exception {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret);
  }

  private static Set<String> types(Path file) throws Exception {
    Set<String> types = new TreeSet<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      types.add(event.getEventType().getName());
    }
    return types;
  }
}
