package io.duality.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.config.KeepFree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final long MUCH = 1L << 40;

  @TempDir Path place;
  private BundleDirectory directory;
  private LiveProcess live;
  private final List<Quota.Deletion> deleted = new ArrayList<>();

  @BeforeEach
  void enter() throws IOException {
    directory = Bundles.directory(place.resolve("duality"));
    live = directory.enter("orders", Bundles.PROCESS);
  }

  @AfterEach
  void leave() throws IOException {
    live.close();
  }

  private String bundle(int daysAgo, String signature, int bytes) throws IOException {
    var manifest =
        Bundles.manifest(
            NOW.minus(Duration.ofDays(daysAgo)), "stall", Bundles.id(daysAgo), signature);
    BundleWriter writer = BundleWriter.open(directory, live, manifest, MUCH);
    writer.write("recording.jfr", out -> out.write(new byte[bytes]));
    writer.publish(manifest);
    return writer.name();
  }

  private Quota.Usage apply(Quota quota) throws IOException {
    deleted.clear();
    return quota.apply(directory, NOW, deleted::add);
  }

  private List<String> deletedNames() {
    return deleted.stream().map(Quota.Deletion::bundle).toList();
  }

  @Test
  void nothing_is_deleted_inside_the_limits() throws IOException {
    bundle(1, "a:1111", 10);
    Quota.Usage usage = apply(Quota.DEFAULT);
    assertEquals(1, usage.bundles());
    assertNull(usage.over());
    assertEquals(List.of(), deleted);
  }

  @Test
  void oldest_go_first_but_newest_and_first_of_each_signature_stay() throws IOException {
    String firstA = bundle(9, "a:1111", 10);
    String onlyB = bundle(8, "b:2222", 10);
    String middle1 = bundle(7, "a:1111", 10);
    String middle2 = bundle(6, "a:1111", 10);
    String newestA = bundle(5, "a:1111", 10);
    Quota.Usage usage = apply(new Quota(MUCH, 4, Duration.ofDays(14)));
    assertEquals(List.of(middle1), deletedNames());
    assertEquals("a:1111", deleted.get(0).manifest().signature());
    assertEquals("5 bundles exceed duality.bundle.max-count 4", deleted.get(0).reason());
    assertTrue(deleted.get(0).bytes() > 10);
    assertEquals(4, usage.bundles());

    usage = apply(new Quota(MUCH, 1, Duration.ofDays(14)));
    assertEquals(List.of(middle2), deletedNames());
    assertEquals(3, usage.bundles());
    assertEquals("3 bundles exceed duality.bundle.max-count 1", usage.over());
    for (String kept : List.of(firstA, onlyB, newestA)) {
      assertTrue(Files.exists(directory.path().resolve(kept)), kept);
    }
    assertTrue(Trees.empty(directory.partial()), "nothing is left of the deleted");
  }

  @Test
  void age_and_total_size_are_limits_too() throws IOException {
    bundle(30, "a:1111", 10);
    String old = bundle(20, "a:1111", 10);
    String big = bundle(10, "a:1111", 100_000);
    String small = bundle(5, "a:1111", 10);
    bundle(1, "a:1111", 10);
    apply(new Quota(50_000, 50, Duration.ofDays(14)));
    assertEquals(List.of(old, big), deletedNames());
    assertEquals("older than duality.bundle.max-age 14d", deleted.get(0).reason());
    assertTrue(
        deleted.get(1).reason().endsWith("of bundles exceed duality.bundle.max-total 48 KiB"),
        deleted.get(1).reason());
    assertTrue(Files.exists(directory.path().resolve(small)));
  }

  @Test
  void what_is_no_bundle_is_never_touched() throws IOException {
    Path notes = Files.createDirectory(directory.path().resolve("my notes"));
    Files.writeString(notes.resolve("manifest.json"), "{}");
    Path link =
        Files.createSymbolicLink(
            directory.path().resolve("orders-20200101T000000.000Z-stall-0001"), notes);
    bundle(1, "a:1111", 10);
    apply(new Quota(1, 1, Duration.ofDays(1)));
    assertEquals(List.of(), deleted);
    assertTrue(Files.exists(notes.resolve("manifest.json")));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void unreadable_bundles_do_not_pile_up() throws IOException {
    for (int day = 1; day <= 4; day++) {
      Files.writeString(
          directory.path().resolve(bundle(day, "a:1111", 10)).resolve("manifest.json"), "{");
    }
    Quota.Usage usage = apply(new Quota(MUCH, 1, Duration.ofDays(14)));
    assertEquals(2, usage.bundles());
  }

  @Test
  void half_deleted_bundle_is_cleared_away_next_time() throws IOException {
    Path trash = Files.createDirectories(directory.partial().resolve(".trash-x"));
    Files.writeString(trash.resolve("a"), "b");
    apply(Quota.DEFAULT);
    assertFalse(Files.exists(trash));
  }

  @Test
  void limits_must_be_positive() {
    assertThrows(IllegalArgumentException.class, () -> new Quota(0, 50, Duration.ofDays(1)));
    assertThrows(IllegalArgumentException.class, () -> new Quota(1, 1, Duration.ZERO));
  }

  @Test
  void some_of_the_disk_stays_free() {
    long gib = 1L << 30;
    KeepFree keep = new KeepFree(0.15, gib);
    assertNull(FreeSpace.shortage(keep, 2 * gib, 100 * gib, 0));
    assertNull(
        FreeSpace.shortage(keep, 200 << 20, gib, 0), "15 % of a small disk is less than 1 GiB");
    assertEquals(
        "disk: 512 MiB free < keep-free 1024 MiB",
        FreeSpace.shortage(keep, 512 << 20, 100 * gib, 0));
    assertEquals(
        "disk: 2048 MiB free - 1536 MiB needed < keep-free 1024 MiB",
        FreeSpace.shortage(keep, 2 * gib, 100 * gib, 1536 << 20));
    assertNull(FreeSpace.shortage(new KeepFree(0.1, Long.MAX_VALUE), 5, 0, 0), "size unknown");
    assertTrue(FreeSpace.shortage(keep, place, Long.MAX_VALUE / 2).startsWith("disk: "));
    assertTrue(
        FreeSpace.shortage(keep, place.resolve("nowhere"), 0)
            .startsWith("disk: cannot ask for the free"));
  }
}
