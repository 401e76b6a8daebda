package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the system keeps in memory are not the application's. */
class FileMemoryTest {
  private static final long MIB = 1L << 20;

  @TempDir private Path directory;

  private Path write(String file, String... lines) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, String.join("\n", lines) + "\n");
  }

  private void group2(long anonymous, long files, long slab) throws IOException {
    write("cgroup.controllers", "memory");
    write("app/memory.max", String.valueOf(1_000 * MIB));
    write("app/memory.current", String.valueOf((anonymous + files + slab) * MIB));
    write(
        "app/memory.stat",
        "anon " + anonymous * MIB,
        "file " + files * MIB,
        "inactive_anon 0",
        "active_anon " + anonymous * MIB,
        "inactive_file " + files / 2 * MIB,
        "active_file " + files / 2 * MIB,
        "slab_reclaimable " + slab * MIB,
        "slab_unreclaimable 0");
  }

  private GroupMemory group() throws IOException {
    return new GroupMemory(directory, write("self", "4:memory:/app", "0::/app"));
  }

  @Test
  void file_cache_that_fills_a_container_of_version_2_evenly_is_not_its_memory()
      throws IOException {
    group2(200, 100, 10);
    GroupMemory group = group();
    for (long files = 100; files <= 780; files += 20) {
      group2(200, files, files / 20);
      group.refresh();
      assertEquals(200 * MIB, group.used(), () -> "with its file cache");
    }
    group2(400, 300, 20);
    assertEquals(400 * MIB, group.used(), "what the processes took themselves is");
    assertEquals(1_000 * MIB, group.limit());
    group.close();
  }

  @Test
  void file_cache_of_a_container_of_version_1_is_not_its_memory() throws IOException {
    write("memory/app/memory.limit_in_bytes", String.valueOf(1_000 * MIB));
    write("memory/memory.limit_in_bytes", "9223372036854771712");
    for (long files = 100; files <= 700; files += 100) {
      write("memory/app/memory.usage_in_bytes", String.valueOf((250 + files) * MIB));
      write("memory/memory.usage_in_bytes", String.valueOf((9_250 + files) * MIB));
      String[] stat = {
        "cache " + files * MIB,
        "rss " + 250 * MIB,
        "inactive_file 0",
        "active_file 0",
        "total_inactive_file " + files * MIB,
        "total_active_file 0"
      };
      write("memory/app/memory.stat", stat);
      write("memory/memory.stat", stat);
      GroupMemory group = group();
      assertEquals(250 * MIB, group.used());
      assertEquals(1_000 * MIB, group.limit(), "the tightest group");
      group.close();
    }
  }

  private Resident resident(long anonymous, long files, long shared) throws IOException {
    return new Resident(
        write(
                "status",
                "Name:\tjava",
                "VmRSS:\t" + (anonymous + files + shared) * 1024 + " kB",
                "RssAnon:\t" + anonymous * 1024 + " kB",
                "RssFile:\t" + files * 1024 + " kB",
                "RssShmem:\t" + shared * 1024 + " kB")
            .toFile());
  }

  @Test
  void mapped_files_in_memory_are_not_the_processs_own() throws IOException {
    for (long files = 40; files <= 4_000; files *= 2) {
      Resident resident = resident(300, files, 0);
      assertTrue(resident.read(128 * MIB, 128 * MIB, false));
      assertEquals(300 * MIB, resident.bytes());
      assertEquals(172 * MIB, resident.besideHeap());
      resident.close();
    }
    Resident tmpfs = resident(300, 40, 60);
    assertTrue(tmpfs.read(128 * MIB, 128 * MIB, false));
    assertEquals(360 * MIB, tmpfs.bytes(), "shared memory cannot be read again");
    tmpfs.close();
  }

  /** A file of the system's keeps its length here: numbers of four digits. */
  private Resident rewritten(Resident into, long anonymous) throws IOException {
    resident(anonymous, 1_000, 1_000).close();
    return into;
  }

  @Test
  void heap_that_is_touched_bit_by_bit_is_no_memory_beside_it() throws IOException {
    long heap = 4_000 * MIB;
    Resident resident = resident(1_300, 1_000, 1_000);
    assertTrue(resident.read(1_000 * MIB, heap, false));
    assertEquals(300 * MIB, resident.besideHeap());
    for (long touched = 1_000; touched <= 4_000; touched += 500) {
      rewritten(resident, touched + 300).read(900 * MIB, heap, false);
      assertEquals(300 * MIB, resident.besideHeap(), "objects die, their pages stay");
    }
    rewritten(resident, 4_450).read(900 * MIB, heap, false);
    assertEquals(450 * MIB, resident.besideHeap(), "more than the heap can have");
    rewritten(resident, 3_450).read(900 * MIB, heap - 1_000 * MIB, false);
    assertEquals(450 * MIB, resident.besideHeap(), "pages of the heap were given back");
    rewritten(resident, 3_450).read(3_050 * MIB, heap, false);
    assertEquals(400 * MIB, resident.besideHeap(), "objects have the rest");
    rewritten(resident, 3_350).read(900 * MIB, heap, false);
    assertEquals(300 * MIB, resident.besideHeap(), "memory beside the heap was given back");
    resident.close();
  }

  @Test
  void heap_in_shared_memory_counts_once_and_an_old_kernel_tells_all_it_knows() throws IOException {
    Resident mapped = resident(90, 30, 3 * 128);
    assertTrue(mapped.read(128 * MIB, 128 * MIB, true));
    assertEquals((90 + 128) * MIB, mapped.bytes(), "ZGC maps its heap three times on 17");
    assertEquals(90 * MIB, mapped.besideHeap());
    mapped.close();

    Resident old = new Resident(write("status", "VmRSS:\t204800 kB").toFile());
    assertTrue(old.read(128 * MIB, 128 * MIB, false));
    assertEquals(200 * MIB, old.bytes());
    assertEquals(Vitals.UNKNOWN, old.besideHeap());
    old.close();

    Resident none = new Resident(directory.resolve("nothing").toFile());
    assertFalse(none.read(128 * MIB, 128 * MIB, false));
    none.close();
  }
}
