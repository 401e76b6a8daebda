package io.duality.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.json.Json;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDirectoryTest {
  @TempDir Path place;

  @Test
  void directory_and_its_parents_are_made_for_the_owner_alone() throws IOException {
    BundleDirectory directory = Bundles.directory(place.resolve("a/b/duality"));
    assertNull(directory.note());
    assertEquals(place.resolve("a/b/duality"), directory.path());
    for (String path : new String[] {"a", "a/b", "a/b/duality"}) {
      assertMode("rwx------", place.resolve(path));
    }
    assertEquals(0, directory.path().toFile().list().length, "the probe is gone");
  }

  @Test
  void default_directory_is_shown_without_its_dot() throws IOException {
    File working = new File(System.getProperty("user.dir"));
    BundleDirectory directory =
        BundleDirectory.choose(new File("./target"), place.resolve("never").toFile());
    assertEquals(new File(working, "target"), directory.file());
  }

  @Test
  void permissions_of_an_existing_directory_are_its_owners_business() throws IOException {
    Path existing = Files.createDirectory(place.resolve("shared"));
    Files.setPosixFilePermissions(existing, PosixFilePermissions.fromString("rwxr-x---"));
    Bundles.directory(existing);
    assertMode("rwxr-x---", existing);
  }

  @Test
  void unusable_directory_is_named_with_its_reason_and_the_fallback_taken() throws IOException {
    File blocked = Files.createFile(place.resolve("file")).toFile();
    File fallback = place.resolve("tmp/duality-app").toFile();
    BundleDirectory directory = BundleDirectory.choose(new File(blocked, "duality"), fallback);
    assertEquals(fallback, directory.file());
    assertEquals(
        "cannot write bundles to "
            + blocked
            + "/duality (it cannot be created), they go to "
            + fallback
            + "; set duality.bundle.dir to a directory that user "
            + System.getProperty("user.name")
            + " may write",
        directory.note());
    assertEquals(1, directory.note().lines().count());
  }

  @Test
  void no_place_at_all_is_one_error_with_both_reasons() throws IOException {
    File blocked = Files.createFile(place.resolve("file")).toFile();
    IOException e =
        assertThrows(
            IOException.class, () -> BundleDirectory.choose(blocked, new File(blocked, "x")));
    assertTrue(e.getMessage().contains(blocked + " (it is not a directory)"), e.getMessage());
    assertTrue(e.getMessage().contains("x (it cannot be created)"), e.getMessage());
    assertTrue(e.getMessage().contains("set duality.bundle.dir"), e.getMessage());
  }

  @Test
  void fallback_that_others_may_write_is_refused() throws IOException {
    File blocked = Files.createFile(place.resolve("file")).toFile();
    Path prepared = Files.createDirectory(place.resolve("duality-app"));
    Files.setPosixFilePermissions(prepared, PosixFilePermissions.fromString("rwxrwxrwx"));
    BundleDirectory directory = BundleDirectory.choose(blocked, prepared.toFile());
    IOException e =
        assertThrows(IOException.class, () -> directory.enter("orders", Bundles.PROCESS));
    assertTrue(e.getMessage().contains("may be written by other users"), e.getMessage());
  }

  @Test
  void process_announces_itself_and_leaves_without_a_trace() throws IOException {
    BundleDirectory directory = Bundles.directory(place.resolve("duality"));
    LiveProcess live = directory.enter("orders", Bundles.PROCESS);
    try (live) {
      assertTrue(live.locked());
      assertNull(live.note());
      Map<String, Object> process =
          Json.parseObject(Files.readString(live.path().resolve("process.json")));
      assertEquals(1L, process.get("pid"));
      assertEquals("orders", process.get("service"));
      assertEquals("0.1.0", process.get("agentVersion"));
      assertMode("rwx------", directory.live());
      assertMode("rwx------", live.path());
      assertMode("rw-------", live.path().resolve("process.json"));
      assertMode("rw-------", live.path().resolve("lock"));
      assertNull(LiveProcess.takeOver(live.path()), "nobody here may open our own lock");
      try (FileChannel second =
          FileChannel.open(live.path().resolve("lock"), StandardOpenOption.WRITE)) {
        assertThrows(OverlappingFileLockException.class, second::tryLock);
      }
    }
    assertFalse(live.locked());
    assertFalse(Files.exists(live.path()));
  }

  @Test
  void black_box_outlives_an_orderly_end() throws IOException {
    LiveProcess live = Bundles.directory(place.resolve("duality")).enter("orders", Bundles.PROCESS);
    Files.createDirectory(live.path().resolve("jfr"));
    live.close();
    assertTrue(Files.isDirectory(live.path().resolve("jfr")));
  }

  private static void assertMode(String mode, Path path) throws IOException {
    assertEquals(
        mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
  }
}
