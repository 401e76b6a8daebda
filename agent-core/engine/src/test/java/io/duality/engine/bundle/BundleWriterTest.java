package io.duality.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.FileEntry;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleWriterTest {
  private static final long BUDGET = 1000;

  @TempDir Path place;
  private BundleDirectory directory;
  private LiveProcess live;

  @BeforeEach
  void enter() throws IOException {
    directory = Bundles.directory(place.resolve("duality"));
    live = directory.enter("orders", Bundles.PROCESS);
  }

  @AfterEach
  void leave() throws IOException {
    live.close();
  }

  private BundleWriter open() throws IOException {
    return BundleWriter.open(directory, live, Bundles.manifest(), BUDGET);
  }

  private static Manifest read(Path bundle) throws IOException {
    String text = Files.readString(bundle.resolve("manifest.json"));
    assertEquals(List.of(), Bundles.schemaErrors("manifest", text));
    return ManifestJson.read("manifest.json", text);
  }

  @Test
  void bundle_is_published_whole_in_one_step() throws IOException {
    BundleWriter writer = open();
    assertEquals("orders-20261121T030741.482Z-stall-3f9c", writer.name());
    assertEquals(directory.partial().resolve(writer.name()), writer.path());
    assertFalse(read(writer.path()).complete(), "the manifest is there from the first moment");

    writer.summary("# first verdict\n");
    writer.manifest(Bundles.manifest());
    writer.write("threads.json", Bundles.text("abc"));
    writer.summary("# final verdict\n");
    assertFalse(read(writer.path()).complete());
    Path published = writer.publish(Bundles.manifest());

    assertEquals(directory.path().resolve(writer.name()), published);
    assertEquals(published, writer.path());
    assertTrue(Trees.empty(directory.partial()));
    Manifest manifest = read(published);
    assertTrue(manifest.complete());
    assertEquals(
        List.of(
            new FileEntry(
                "summary.md",
                16,
                "7683d5506334bec07a554a6d54d6e85b1aa60e8f8b03edf7f708a11d6f4f1f53"),
            new FileEntry(
                "threads.json",
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")),
        manifest.files());
    assertEquals(
        List.of("manifest.json", "summary.md", "threads.json"),
        Trees.list(published).stream().map(path -> path.getFileName().toString()).toList());
    for (Path file : Trees.files(published)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(published)));
  }

  @Test
  void published_bundle_never_changes_again() throws IOException {
    BundleWriter writer = open();
    Path published = writer.publish(Bundles.manifest());
    assertInstanceOf(Written.Refused.class, writer.write("late.txt", Bundles.text("x")));
    assertFalse(Files.exists(published.resolve("late.txt")));
    assertThrows(FileAlreadyExistsException.class, this::open);
  }

  @Test
  void file_whose_source_fails_half_way_is_left_out_with_its_reason() throws IOException {
    BundleWriter writer = open();
    writer.write("waits.json", Bundles.text("old"));
    Written refused =
        writer.write(
            "waits.json",
            out -> {
              out.write(new byte[100]);
              throw new IllegalStateException("the look is gone");
            });
    assertEquals(new Written.Refused("cannot write waits.json: the look is gone"), refused);
    assertEquals("old", Files.readString(writer.path().resolve("waits.json")));
    assertEquals(3, writer.bytes());
    assertFalse(Files.exists(writer.path().resolve(".tmp-waits.json")));
  }

  @Test
  void budget_counts_all_files_and_refuses_the_one_that_is_too_much() throws IOException {
    BundleWriter writer = open();
    writer.write("a.txt", out -> out.write(new byte[600]));
    assertEquals(400, writer.remaining());
    assertEquals(
        new Written.Refused(
            "cannot write b.txt: more than the 400 bytes that are left of the bundle's budget"),
        writer.write("b.txt", out -> out.write(new byte[401])));
    assertInstanceOf(
        Written.Done.class, writer.write("a.txt", out -> out.write(new byte[1000])), "replaced");
    assertEquals(0, writer.remaining());
    assertInstanceOf(Written.Done.class, writer.summary("the summary is always written"));
  }

  @Test
  void file_written_by_the_jvm_is_adopted() throws IOException {
    BundleWriter writer = open();
    Path dump = writer.reserve("heap.hprof");
    assertTrue(dump.toString().endsWith(".hprof"), "the JVM insists on it");
    Files.write(dump, new byte[10]);
    Files.setPosixFilePermissions(dump, PosixFilePermissions.fromString("rw-r--r--"));
    FileEntry entry = assertInstanceOf(Written.Done.class, writer.adopt("heap.hprof", true)).file();
    assertEquals(10, entry.bytes());
    assertEquals(true, entry.sanitized());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(writer.path().resolve("heap.hprof"))));

    Files.write(writer.reserve("recording.jfr"), new byte[991]);
    assertEquals(
        new Written.Refused("recording.jfr has 991 bytes, 990 are left of the bundle's budget"),
        writer.adopt("recording.jfr", null));
    assertFalse(Files.exists(writer.reserve("recording.jfr")), "it does not fill the disk");
    assertInstanceOf(Written.Refused.class, writer.adopt("nobody-wrote-it.jfr", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "a/../b",
        ".hidden",
        "a\\b",
        "",
        "manifest.json",
        "a b",
        "C:x",
        "a//b",
        "a/"
      })
  void name_that_could_leave_the_bundle_is_refused(String name) throws IOException {
    BundleWriter writer = open();
    Written.Refused refused =
        assertInstanceOf(Written.Refused.class, writer.write(name, Bundles.text("x")));
    assertTrue(refused.reason().contains("is no name for a file of a bundle"), refused.reason());
    assertThrows(IllegalArgumentException.class, () -> writer.reserve(name));
    assertEquals(List.of(), writer.files());
  }

  @Test
  void full_disk_costs_a_file_but_neither_manifest_nor_summary() throws IOException {
    FullDisk disk = new FullDisk();
    BundleWriter writer =
        BundleWriter.open(disk, directory, live, Bundles.manifest(), Long.MAX_VALUE);
    disk.free = 100;
    assertEquals(
        new Written.Refused("cannot write recording.jfr: No space left on device"),
        writer.write("recording.jfr", out -> out.write(new byte[5000])));
    disk.refill = 256 << 10;
    disk.ballast = writer.path().resolve(BundleWriter.BALLAST);
    assertInstanceOf(Written.Done.class, writer.summary("x".repeat(200)));
    assertInstanceOf(Written.Done.class, writer.manifest(Bundles.manifest()));
    Path published = writer.publish(Bundles.manifest());
    assertEquals(1, read(published).files().size());
  }

  /** A disk that is full at some point, and has room again when the ballast is thrown off. */
  private static final class FullDisk implements Disk {
    private long free = Long.MAX_VALUE;
    private long refill;
    private Path ballast;

    @Override
    public OutputStream create(Path file) throws IOException {
      if (ballast != null && !Files.exists(ballast)) {
        free += refill;
        refill = 0;
      }
      Files.createFile(file);
      return new FilterOutputStream(new FileOutputStream(file.toFile())) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          if (length > free) {
            throw new IOException("No space left on device");
          }
          free -= length;
          out.write(bytes, offset, length);
        }
      };
    }
  }

  @Test
  void interrupt_in_the_middle_of_publishing_closes_nothing() throws IOException {
    Path file = Files.writeString(place.resolve("a"), "b");
    Thread.currentThread().interrupt();
    try {
      Disk.REAL.force(file);
      Disk.REAL.forceDirectory(place);
      assertEquals(64, Tally.sha256(file).length());
    } finally {
      assertTrue(Thread.interrupted(), "whoever meant it hears of it");
    }
  }

  @Test
  void interrupted_thread_still_publishes_and_stays_interrupted() throws IOException {
    BundleWriter writer = open();
    Thread.currentThread().interrupt();
    assertInstanceOf(Written.Done.class, writer.write("a.txt", Bundles.text("x")));
    Path published = writer.publish(Bundles.manifest());
    assertTrue(Thread.interrupted());
    assertTrue(Files.exists(published.resolve("a.txt")));
  }

  @Test
  void abandoned_step_leaves_nothing_in_the_published_bundle() throws IOException {
    BundleWriter writer = open();
    Files.write(writer.reserve("heap.hprof"), new byte[10]);
    Path published = writer.publish(Bundles.manifest());
    assertEquals(List.of("manifest.json"), List.of(published.toFile().list()));
  }

  @ParameterizedTest
  @CsvSource({
    "orders, stall, orders-20261121T030741.482Z-stall-3f9c",
    "'../../etc', 'a/b c', etc-20261121T030741.482Z-a-b-c-3f9c",
    "'', '...', service-20261121T030741.482Z-trigger-3f9c",
    "'Bestellung Ä', 'x\ny', Bestellung-20261121T030741.482Z-x-y-3f9c",
  })
  void name_carries_only_what_every_file_system_can(
      String service, String trigger, String expected) {
    String name = BundleName.of(service, Bundles.AT, trigger, Bundles.id(0x3f9c));
    assertEquals(expected, name);
    assertTrue(BundleName.matches(name));
  }

  @Test
  void names_are_short_and_sort_by_time() {
    String one = BundleName.of("s".repeat(500), Bundles.AT, "t".repeat(500), Bundles.id(1));
    String two =
        BundleName.of("s".repeat(500), Instant.parse("2026-12-01T00:00:00Z"), "a", Bundles.id(0));
    assertTrue(one.length() < 140);
    assertTrue(one.compareTo(two) < 0);
  }
}
