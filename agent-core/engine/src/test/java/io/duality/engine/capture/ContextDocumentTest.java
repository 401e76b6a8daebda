package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextDocumentTest {
  @TempDir Path dir;

  @Test
  void limits_of_a_version_2_group_are_read_from_its_own_directory() throws Exception {
    file("cgroup.controllers", "cpu memory pids");
    file("app/cpu.max", "150000 100000");
    file("app/memory.max", "536870912");
    file("app/memory.current", "1048576");
    file("app/pids.max", "max");
    file("app/cpu.stat", "usage_usec 5\nthrottled_usec 4200000\n");
    Path self = file("self", "0::/app\n");
    Map<String, Object> container = new Container(dir, self).read();
    assertEquals("cgroup-v2", container.get("kind"));
    assertEquals(1.5, container.get("cpuLimit"));
    assertEquals(536870912L, container.get("memoryLimitBytes"));
    assertEquals(4200L, container.get("throttledMillis"));
    assertFalse(container.containsKey("pidsLimit"), "max is no limit");
  }

  @Test
  void limits_of_a_version_1_group_leave_out_what_is_unlimited() throws Exception {
    file("memory/memory.limit_in_bytes", "9223372036854771712");
    file("memory/memory.usage_in_bytes", "4096");
    file("cpu/cpu.cfs_quota_us", "-1");
    file("cpu/cpu.cfs_period_us", "100000");
    file("pids/pids.max", "512");
    Map<String, Object> container = new Container(dir, dir.resolve("absent")).read();
    assertEquals("cgroup-v1", container.get("kind"));
    assertFalse(container.containsKey("memoryLimitBytes"), container.toString());
    assertFalse(container.containsKey("cpuLimit"), container.toString());
    assertEquals(512L, container.get("pidsLimit"));
  }

  @Test
  void group_whose_files_hold_no_numbers_is_unknown_with_the_value() throws Exception {
    file("cgroup.controllers", "");
    file("memory.max", "plenty");
    Map<String, Object> container = new Container(dir, dir.resolve("absent")).read();
    assertEquals("unknown", container.get("kind"));
    assertTrue(container.get("reason").toString().contains("'plenty'"), container.toString());
  }

  @Test
  void class_path_tells_versions_checksums_nested_jars_and_the_commit() throws Exception {
    Path app = dir.resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(app);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(
          zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: 2.4.1\n\n");
      entry(zip, "BOOT-INF/classes/git.properties", "git.commit.id=9f2c1d4\n");
      entry(zip, "BOOT-INF/lib/orders-api-3.1.0.jar", "bytes");
    }
    ClassPathEntries read =
        ClassPathEntries.of(Long.MAX_VALUE, app + java.io.File.pathSeparator + dir + "/absent.jar");
    assertEquals("2.4.1", read.entries().get(0).get("version"));
    assertEquals(64, read.entries().get(0).get("sha256").toString().length());
    assertEquals("3.1.0", read.entries().get(1).get("version"));
    assertEquals("there is no such file", read.entries().get(2).get("reason"));
    assertEquals(Map.of("git.commit.id", "9f2c1d4"), read.build());
  }

  @Test
  void checksums_stop_when_their_time_is_used_up_and_say_so() throws Exception {
    Path app = Files.writeString(dir.resolve("app.bin"), "x");
    ClassPathEntries read = ClassPathEntries.of(System.nanoTime() - 1, app.toString());
    assertNull(read.entries().get(0).get("sha256"));
    assertTrue(read.entries().get(0).get("reason").toString().contains("time for checksums"));
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws Exception {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private Path file(String name, String text) throws Exception {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
