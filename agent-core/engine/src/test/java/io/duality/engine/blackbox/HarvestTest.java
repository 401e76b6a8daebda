package io.duality.engine.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.capture.AgentCost;
import io.duality.engine.capture.AgentState;
import io.duality.engine.capture.CaptureSettings;
import io.duality.engine.config.ConfigInputs;
import io.duality.engine.config.ConfigLoader;
import io.duality.engine.heap.HeapLimits;
import io.duality.model.ActiveTraces;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Manifest;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.config.Config;
import io.duality.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead processes made by hand; real ones die in the stories of deaths. */
class HarvestTest implements Harvest.Desk {
  private final Instant started = Instant.now().minusSeconds(60);
  private static final String ID = "01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c";

  private static final ActiveTraces NONE = new ActiveTraces();

  @TempDir Path place;
  private BundleDirectory directory;
  private LiveProcess live;
  private boolean admits = true;
  private AgentCost cost;
  private final List<Path> made = new ArrayList<>();

  @BeforeEach
  void enter() throws IOException {
    directory = BundleDirectory.choose(place.toString());
    live = directory.enter("harvester", new ProcessInfo(1, "here", "a jvm", Instant.now(), "0.1"));
  }

  @AfterEach
  void leave() throws IOException {
    live.close();
  }

  @Override
  public CaptureRequest admit(ServiceInfo service, ProcessInfo process, Alarm alarm, Instant at) {
    String id = ID.substring(0, 32) + Integer.toHexString(0x3f9c + made.size());
    return admits
        ? new CaptureRequest(id, "crash", "crash", at, alarm, List.of("waits", "recording"))
        : null;
  }

  @Override
  public Occurrence occurrence(ServiceInfo service, String signature) {
    return null;
  }

  @Override
  public void published(Path bundle, Manifest manifest) {
    made.add(bundle);
    assertTrue(manifest.complete());
  }

  private Harvest harvest(boolean stopped) {
    Config config = ConfigLoader.load(ConfigInputs.ofProcess(null));
    return new Harvest(
        directory,
        live,
        new Harvest.Limits(
            CaptureSettings.of(config),
            new AgentState(config, List.of(), true, Map.of()),
            Duration.ofMinutes(5),
            1 << 20,
            HeapLimits.of(config)),
        this,
        () -> stopped);
  }

  /** A directory below .live whose lock nobody holds. */
  private Path dead(boolean withBox) throws IOException {
    Path dead = Files.createDirectory(directory.live().resolve(UUID.randomUUID().toString()));
    Files.createFile(dead.resolve("lock"));
    Map<String, Object> who =
        Json.object(
            "pid",
            4711,
            "host",
            "h",
            "jvm",
            "j",
            "startedAt",
            started.toString(),
            "agentVersion",
            "0.1",
            "service",
            "orders");
    Files.writeString(dead.resolve("process.json"), Json.document(who));
    if (withBox) {
      BlackBox box = BlackBox.open(dead, who);
      box.cost(cost);
      box.note(started.toEpochMilli() + 5_000, 5, null, null, Map.of(), null, null, NONE);
    }
    return dead;
  }

  @Test
  void calm_process_that_was_killed_leaves_a_bundle_that_says_nothing_waited() throws IOException {
    Path dead = dead(true);
    assertEquals(List.of(dead), Recovery.run(directory, Instant.now()).dead());
    assertNull(harvest(false).of(dead));

    assertFalse(Files.exists(dead));
    String manifest = Files.readString(made.get(0).resolve("manifest.json"));
    assertTrue(
        manifest.contains("was killed") && manifest.contains("nothing was stalled"), manifest);
    assertTrue(manifest.contains("left no repository of the flight recorder"), manifest);
    assertTrue(Files.readString(made.get(0).resolve("waits.json")).contains("\"edges\": []"));
  }

  @Test
  void agent_that_did_less_when_its_process_died_says_so_in_the_post_mortem() throws IOException {
    Instant since = Instant.parse("2026-11-21T03:00:00.500Z");
    cost = new AgentCost("sparse", since, null, "own threads 31 ms/s", "<= 20 ms/s", "it rests");
    harvest(false).of(dead(true));
    String summary = unwrapped(made.get(0).resolve("summary.md"));
    assertTrue(
        summary.contains(
            "was sparse when it died, and had done less since 2026-11-21T03:00:00Z: it rests"),
        summary);

    cost = new AgentCost("full", since, since.plusSeconds(60), "31", "20", "everything");
    String later = cost.unknown(true).toString();
    assertTrue(later.contains("did less from 2026-11-21T03:00:00Z to 2026-11-21T03:01:00Z"), later);
  }

  private static String unwrapped(Path summary) throws IOException {
    return Files.readString(summary).replaceAll("\\s+", " ");
  }

  @Test
  void process_without_a_black_box_leaves_a_bundle_that_says_so() throws IOException {
    Path dead = dead(false);
    harvest(false).of(dead);
    String summary = Files.readString(made.get(0).resolve("summary.md"));
    assertTrue(summary.contains("no black box"), summary);
  }

  @Test
  void orderly_end_forbidden_bundle_and_published_bundle_are_only_cleared() throws IOException {
    Path ended = dead(true);
    Files.createFile(ended.resolve("ended"));
    assertNull(harvest(false).of(ended));
    assertFalse(Files.exists(ended));

    Path again = dead(true);
    Recovery.into(again, "orders-20261121T030741.482Z-crash-3f9c");
    Files.createDirectory(directory.path().resolve("orders-20261121T030741.482Z-crash-3f9c"));
    assertNull(harvest(false).of(again));
    assertFalse(Files.exists(again));

    admits = false;
    Path frequent = dead(true);
    assertTrue(harvest(false).of(frequent).contains("no further bundle"));
    assertFalse(Files.exists(frequent));
    assertEquals(List.of(), made);
  }

  @Test
  void harvest_that_has_to_stop_leaves_everything_for_the_next_start() throws IOException {
    Path dead = dead(true);
    assertThrows(IOException.class, () -> harvest(true).of(dead));
    assertTrue(Files.exists(dead.resolve("blackbox")));
    assertEquals(0, directory.partial().toFile().list().length);

    harvest(false).of(dead);
    assertEquals(1, made.size());
  }

  @Test
  void harvest_that_was_cut_short_is_begun_anew() throws IOException {
    Path dead = dead(true);
    String begun = "orders-20261121T030741.482Z-crash-3f9c";
    Recovery.into(dead, begun);
    Files.createDirectory(directory.partial().resolve(begun));
    Files.writeString(directory.partial().resolve(begun).resolve("manifest.json"), "{");

    Recovery.Result found = Recovery.run(directory, Instant.now());
    assertEquals(List.of(), found.bundles());
    assertEquals(List.of(dead), found.dead());
    assertEquals(0, directory.partial().toFile().list().length);
  }

  @Test
  void recording_whose_reading_may_have_ended_a_jvm_is_not_read_in_the_service_again()
      throws IOException {
    Path dead = dead(true);
    ByteBuffer chunk = ByteBuffer.allocate(100).putInt(0, 0x464c5200).putLong(8, 100);
    Files.write(Files.createDirectory(dead.resolve("jfr")).resolve("1.jfr"), chunk.array());
    Recovery.into(dead, "orders-20261121T030741.482Z-crash-3f9c");

    harvest(false).of(dead);

    String manifest = Files.readString(made.get(0).resolve("manifest.json"));
    assertTrue(manifest.contains("did not come to its end"), manifest);
    assertFalse(Files.exists(made.get(0).resolve("recording.jfr")));
    String summary = Files.readString(made.get(0).resolve("summary.md"));
    assertFalse(summary.contains("of its end is missing"), summary);
  }

  @Test
  void harvest_that_was_told_to_stop_is_no_reason_for_care() throws IOException {
    Path dead = dead(true);
    assertThrows(IOException.class, () -> harvest(true).of(dead));
    assertNull(Recovery.into(dead));
  }

  @Test
  void links_and_foreign_directories_in_live_are_left_alone() throws IOException {
    Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
    Files.createFile(elsewhere.resolve("lock"));
    Files.writeString(elsewhere.resolve("process.json"), "{}");
    Path link = Files.createSymbolicLink(directory.live().resolve("link"), elsewhere);
    Path foreign = Files.createDirectory(directory.live().resolve("foreign"));
    Files.writeString(foreign.resolve("theirs"), "x");

    assertEquals(List.of(), Recovery.run(directory, Instant.now()).dead());
    assertTrue(Files.exists(link) && Files.exists(foreign.resolve("theirs")));
    assertTrue(Files.exists(elsewhere.resolve("lock")));
  }

  @Test
  void damaged_announcement_is_removed_and_never_a_bundle() throws IOException {
    Path dead = dead(false);
    Files.writeString(dead.resolve("process.json"), "{\"pid\": ");
    assertTrue(harvest(false).of(dead).contains("was removed"));
    assertFalse(Files.exists(dead));
    assertEquals(List.of(), made);
  }

  @Test
  void box_of_another_version_says_so_and_still_whose_it_was() throws IOException {
    Path dead = dead(true);
    try (RandomAccessFile file = new RandomAccessFile(dead.resolve("blackbox").toFile(), "rw")) {
      int half = Layout.half(1);
      file.seek(half + 8);
      byte[] state = new byte[file.readInt()];
      file.seek(half + Layout.STATE_AT);
      file.readFully(state);
      state[0] = 99;
      CRC32C sum = new CRC32C();
      sum.update(state, 0, state.length);
      file.seek(half + Layout.STATE_AT);
      file.write(state);
      file.seek(half + 16);
      file.writeLong(sum.getValue());
    }
    harvest(false).of(dead);
    String summary = Files.readString(made.get(0).resolve("summary.md"));
    assertTrue(summary.contains("another version of the agent wrote it"), summary);
    assertTrue(summary.contains("# orders: process 4711"), summary);
    assertFalse(Files.exists(dead));
  }

  @Test
  void box_that_was_cut_short_or_spoiled_is_one_line_and_no_exception() throws IOException {
    for (int length : new int[] {0, 11, Layout.HEADER + 5}) {
      Path dead = dead(true);
      try (RandomAccessFile file = new RandomAccessFile(dead.resolve("blackbox").toFile(), "rw")) {
        file.setLength(length);
      }
      harvest(false).of(dead);
    }
    for (int size : new int[] {-5, Integer.MAX_VALUE, 0}) {
      Path dead = dead(true);
      try (RandomAccessFile file = new RandomAccessFile(dead.resolve("blackbox").toFile(), "rw")) {
        file.seek(8);
        file.writeInt(size);
      }
      harvest(false).of(dead);
    }
    assertEquals(6, made.size());
    for (Path bundle : made) {
      assertTrue(Files.readString(bundle.resolve("summary.md")).contains("no black box"));
    }
  }

  @Test
  void empty_chunks_foreign_files_and_a_dump_cut_short_are_named_and_lose_nothing_else()
      throws IOException {
    Path dead = dead(true);
    Path chunks = Files.createDirectories(dead.resolve("jfr/2026_11_21_01_02_03_4711"));
    Files.createFile(chunks.resolve("2026_11_21_01_02_03.jfr"));
    Files.writeString(chunks.resolve("2026_11_21_01_02_04.jfr"), "no chunk at all");
    Files.writeString(chunks.resolve("readme.txt"), "somebody's");
    Files.writeString(dead.resolve("oom.hprof"), "JAVA PROFILE 1.0.2\0cut");
    assertNull(harvest(false).of(dead));
    String manifest = Files.readString(made.get(0).resolve("manifest.json"));
    assertTrue(manifest.contains("had flushed nothing yet"), manifest);
    assertFalse(Files.exists(made.get(0).resolve("heap.hprof.gz")));
    assertTrue(manifest.contains("\"step\": \"heap\""), manifest);
  }

  @Test
  void clock_that_jumped_makes_no_difference_to_who_is_harvested() throws IOException {
    for (Instant at : List.of(Instant.EPOCH, Instant.parse("2199-01-01T00:00:00Z"))) {
      Path dead = dead(false);
      Files.delete(dead.resolve("process.json"));
      BlackBox box =
          BlackBox.open(
              dead, Json.object("pid", 1, "service", "orders", "startedAt", started.toString()));
      box.note(at.toEpochMilli(), 5, null, null, Map.of(), null, null, NONE);
      assertNull(harvest(false).of(dead));
    }
    assertEquals(2, made.size());
  }

  @Test
  void what_does_not_say_whose_it_is_makes_no_bundle_and_what_is_not_ours_stays()
      throws IOException {
    Path dead = dead(false);
    Files.writeString(dead.resolve("process.json"), "{\"pid\": \"many\"}");
    assertTrue(harvest(false).of(dead).contains("does not say whose it is"));
    assertEquals(List.of(), made);

    Path foreign = Files.createDirectory(directory.live().resolve("backup"));
    Files.createFile(foreign.resolve("lock"));
    Files.writeString(foreign.resolve("process.json"), "{}");
    assertEquals(List.of(), Recovery.run(directory, Instant.now()).dead());
    assertTrue(Files.exists(foreign.resolve("process.json")));
  }

  @Test
  void another_process_with_the_same_pid_left_the_crash_log() throws IOException {
    Path home = Files.createDirectory(place.resolve("home"));
    long now = System.nanoTime();
    Map<String, Object> who =
        Json.object(
            "pid",
            5252,
            "service",
            "orders",
            "startedAt",
            started.toString(),
            "directory",
            home.toString());
    for (long lived : new long[] {0, 3600}) { // the log is of one that lived for 0.06 s
      Path dead = dead(false);
      Files.delete(dead.resolve("process.json"));
      who.put(Remains.BEGAN, now - lived * 1_000_000_000L);
      BlackBox box = BlackBox.open(dead, who);
      box.note(System.currentTimeMillis(), now, null, null, Map.of(), null, null, NONE);
      try (InputStream log = HarvestTest.class.getResourceAsStream("/crashlogs/17-jni.txt")) {
        Files.write(home.resolve("hs_err_pid5252.log"), log.readAllBytes());
      }
      harvest(false).of(dead);
    }
    assertTrue(Files.exists(made.get(0).resolve("crash.log")), "its own");
    assertFalse(Files.exists(made.get(1).resolve("crash.log")), "that of a later one");
  }
}
