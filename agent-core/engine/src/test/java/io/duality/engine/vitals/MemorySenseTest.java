package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.observe.ChildJvm;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the senses say is what the program did: with every collector, on every JDK. */
class MemorySenseTest {
  private static final long MIB = 1 << 20;

  static Stream<Arguments> collectors() {
    return ChildJvm.homes()
        .flatMap(
            home ->
                Stream.of("G1", "Parallel", "Serial", "ZGC", "Shenandoah")
                    .map(collector -> Arguments.of(home, collector)));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void live_set_and_collections_are_what_the_program_did(Path home, String collector)
      throws Exception {
    List<String> options = new ArrayList<>();
    options.add("-XX:+Use" + (collector.equals("ZGC") ? "Z" : collector) + "GC");
    options.addAll(List.of("-Xmx96m", "-XX:MaxDirectMemorySize=40m", "-XX:MaxMetaspaceSize=64m"));
    List<String> lines = ChildJvm.play(home, MemoryMain.class, options);
    Map<String, String> said = new HashMap<>();
    for (String line : lines) {
      int gap = line.contains(": ") ? line.indexOf(": ") + 1 : line.lastIndexOf(' ');
      said.put(
          line.matches("(live|unknown) .* .*") ? line.split(" ")[0] : line.substring(0, gap), line);
    }
    assertEquals("collector " + collector, said.get("collector"), lines::toString);
    String[] live = said.get("live").split(" ");
    long held = number(said, "held");
    long bytes = Long.parseLong(live[1]);
    assertTrue(bytes >= held && bytes < held + 20 * MIB, lines::toString);
    assertEquals("old", live[3], lines::toString);
    assertTrue(number(said, "collections") >= 3, lines::toString);
    assertTrue(number(said, "allocated") >= 84_000_000, lines::toString);
    assertTrue(number(said, "freed") >= 40_000_000, lines::toString);
    boolean stops = !collector.equals("ZGC") && !collector.equals("Shenandoah");
    assertEquals(stops ? 3 : 0, number(said, "full"), lines::toString);
    assertTrue(!stops || number(said, "paused") > 0, lines::toString);
    assertEquals(3, number(said, "explicit"), lines::toString);
    assertTrue(!said.get("cause:").equals("cause: null"), lines::toString);
    assertTrue(
        said.get("asked at")
            .startsWith("asked at " + MemoryMain.class.getName() + ".tidy(MemoryMain.java:"),
        lines::toString);
    assertTrue(number(said, "longest") > 0, lines::toString);
    assertTrue(
        said.get("direct buffers:").matches(".*: (5[0-9]{6}|[6-9]......) of 41943040"),
        lines::toString);
    assertTrue(said.get("metaspace:").endsWith(" of 67108864"), lines::toString);
    assertTrue(said.get("code cache:").matches(".*: [0-9]+ of [0-9]{8,}"), lines::toString);
    long resident = area(said, "resident memory");
    assertTrue(resident > bytes && resident < 1_000 * MIB, lines::toString);
    long beside = area(said, "native memory");
    assertTrue(beside > MIB && beside < 400 * MIB, lines::toString);
    assertTrue(lines.contains("unknown []"), lines::toString);
  }

  private static long number(Map<String, String> said, String what) {
    return Long.parseLong(said.get(what).substring(what.length() + 1));
  }

  private static long area(Map<String, String> said, String name) {
    return Long.parseLong(said.get(name + ":").split(": ")[1].split(" ")[0]);
  }

  @Test
  void container_of_version_2_is_the_tightest_of_nested_groups_without_its_files(@TempDir Path root)
      throws IOException {
    write(root, "cgroup.controllers", "memory");
    write(root, "kube/memory.max", "1000000\n");
    write(root, "kube/memory.current", "950000\n");
    write(root, "kube/memory.stat", "anon 5\ninactive_file 100000\nactive_file 50000\n");
    write(root, "kube/pod/memory.max", "max\n");
    write(root, "kube/pod/memory.current", "400000\n");
    write(root, "kube/pod/memory.stat", "inactive_file 0\n");
    write(root, "self", "0::/kube/pod\n");
    GroupMemory group = new GroupMemory(root, root.resolve("self"));
    assertTrue(group.known());
    assertEquals(1_000_000, group.limit());
    assertEquals(800_000, group.used());
    write(root, "kube/pod/memory.max", "410000\n");
    group.refresh();
    assertEquals(410_000, group.limit());
    assertEquals(400_000, group.used());
  }

  @Test
  void container_of_version_1_and_one_whose_path_is_another_namespace_s(@TempDir Path root)
      throws IOException {
    write(root, "memory/memory.limit_in_bytes", "9223372036854771712\n");
    write(root, "memory/memory.usage_in_bytes", "700000\n");
    write(root, "memory/memory.stat", "total_inactive_file 200000\ntotal_active_file 1\n");
    write(root, "self", "4:memory:/docker/abc\n0::/\n");
    GroupMemory group = new GroupMemory(root, root.resolve("self"));
    assertTrue(group.known());
    assertEquals(Vitals.UNKNOWN, group.limit());
    assertEquals(499_999, group.used());
  }

  @Test
  void group_that_cannot_be_read_is_unknown_and_no_group_is_nothing(@TempDir Path root)
      throws IOException {
    write(root, "cgroup.controllers", "memory");
    GroupMemory unreadable = new GroupMemory(root, root.resolve("missing"));
    assertTrue(!unreadable.known() && unreadable.reason().contains("not readable"));
    write(root, "self", "0::/a\n");
    GroupMemory empty = new GroupMemory(root, root.resolve("self"));
    assertTrue(!empty.known() && empty.reason().contains("memory.current is not readable"));
    GroupMemory none = new GroupMemory(root.resolve("elsewhere"), root.resolve("self"));
    assertTrue(!none.known());
    assertNull(none.reason());
  }

  private static void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void mapped_files_are_no_resident_memory_that_could_be_exhausted(@TempDir Path directory)
      throws IOException {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
    VitalSigns signs = new VitalSigns(MemorySense.andCollector());
    long before = resident(signs, System.nanoTime());
    Path file = directory.resolve("index");
    try (RandomAccessFile index = new RandomAccessFile(file.toFile(), "rw")) {
      index.setLength(256 * MIB);
      MappedByteBuffer map = index.getChannel().map(MapMode.READ_ONLY, 0, 256 * MIB);
      int sum = 0;
      for (int at = 0; at < map.limit(); at += 4096) {
        sum += map.get(at);
      }
      assertEquals(0, sum);
      long after = resident(signs, System.nanoTime() + 2_000_000_000L);
      assertTrue(after - before < 128 * MIB, before + " to " + after);
    }
  }

  private static long resident(VitalSigns signs, long now) {
    return signs.read(now).memory().area(MemorySeen.RSS).used();
  }
}
