package io.duality.engine.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.HandleSeen;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandleSenseTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n";

  @TempDir Path dir;

  @Test
  void sockets_are_grouped_by_peer_or_by_the_port_that_accepted_them() throws IOException {
    Files.writeString(
        dir.resolve("tcp"),
        HEAD
            + row("00000000:1F90", "00000000:0000", "0A", 1)
            + row("0100007F:1F90", "0200007F:C350", "01", 2)
            + row("0100007F:9C40", "0500000A:1538", "08", 3)
            + row("0100007F:9C41", "0500000A:1538", "01", 4)
            + row("0100007F:9C42", "0500000A:1538", "01", 99));
    Files.writeString(
        dir.resolve("tcp6"),
        HEAD
            + row(
                "0000000000000000FFFF00000100007F:1F90",
                "0000000000000000FFFF00000300007F:C351",
                "01",
                5)
            + row(
                "B80D0120000000000000000001000000:8235",
                "B80D0120000000000000000002000000:0050",
                "01",
                6));
    SocketTable table = SocketTable.read(dir.toFile(), Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L));
    assertEquals("tcp *:8080 listening", table.group(1));
    assertEquals("tcp *:8080 accepted", table.group(2));
    assertEquals("tcp 10.0.0.5:5432 CLOSE_WAIT", table.group(3));
    assertEquals("tcp 10.0.0.5:5432", table.group(4));
    assertEquals("tcp *:8080 accepted", table.group(5));
    assertEquals("tcp [2001:db8:0:0:0:0:0:2]:80", table.group(6));
    assertEquals("not connected by tcp", table.group(7));
    assertEquals("not connected by tcp", table.group(99), "of another process");
  }

  private static String row(String local, String remote, String state, long inode) {
    return "   0: "
        + String.join(" ", local, remote, state)
        + " 00000000:00000000 00:00000000 00000000 0 0 "
        + inode
        + " 1 ffff\n";
  }

  @Test
  void descriptors_are_grouped_by_directory_and_extension() {
    assertEquals("/data/export-*/*.csv", Descriptors.group("/data/export-17/orders-4711.csv"));
    assertEquals("/data/*", Descriptors.group("/data/.hidden"));
    assertEquals("/tmp/*.tmp (deleted)", Descriptors.group("/tmp/a1.tmp (deleted)"));
    assertEquals("/dev/urandom", Descriptors.group("/dev/urandom"));
    assertEquals("pipe", Descriptors.group("pipe:[4711]"));
    assertEquals("[eventpoll]", Descriptors.group("anon_inode:[eventpoll]"));
  }

  @Test
  void directory_of_links_is_counted_and_sorted_and_nothing_is_followed() throws IOException {
    Path fd = Files.createDirectories(dir.resolve("fd"));
    for (int i = 0; i < 7; i++) {
      Files.createSymbolicLink(fd.resolve("" + i), Path.of("/mnt/gone/orders-" + i + ".csv"));
    }
    Files.createSymbolicLink(fd.resolve("8"), Path.of("socket:[17]"));
    Files.createSymbolicLink(fd.resolve("9"), Path.of("anon_inode:[eventfd]"));
    Descriptors descriptors = new Descriptors(dir.toFile(), () -> 9, () -> 100);
    List<HandleSeen> seen = descriptors.read(1);
    assertEquals(HandleSeen.DESCRIPTORS, seen.get(0).kind());
    assertEquals(100, seen.get(0).limit());
    HandleSeen files = seen.get(1);
    assertEquals(HandleSeen.FILES, files.kind());
    assertEquals(7, files.count());
    assertEquals("/mnt/gone/*.csv", files.groups().get(0).name());
    assertEquals(
        List.of(HandleSeen.SOCKETS, HandleSeen.SELECTORS),
        seen.subList(2, 4).stream().map(HandleSeen::kind).toList());
  }

  @Test
  void number_that_another_file_has_got_meanwhile_is_told_as_that_file() throws IOException {
    Path fd = Files.createDirectories(dir.resolve("fd"));
    Files.createSymbolicLink(fd.resolve("7"), Path.of("/proc/4711/fd"));
    Files.createSymbolicLink(fd.resolve("8"), Path.of("/etc/gone.conf"));
    Descriptors descriptors = new Descriptors(dir.toFile(), () -> 9, () -> 100);
    descriptors.read(TimeUnit.SECONDS.toNanos(-10));
    for (int i = 7; i < 20; i++) {
      Files.deleteIfExists(fd.resolve("" + i));
      Files.createSymbolicLink(fd.resolve("" + i), Path.of("/data/orders-" + i + ".csv"));
    }
    HandleSeen files = descriptors.read(TimeUnit.SECONDS.toNanos(55)).get(1);
    assertEquals(13, files.count());
    assertEquals(1, files.groups().size(), files.groups()::toString);
    assertEquals("/data/*.csv", files.groups().get(0).name());
  }

  @Test
  void without_proc_the_bean_counts_alone() {
    Descriptors descriptors = new Descriptors(new File(dir.toFile(), "absent"), () -> 9, () -> 100);
    assertEquals(
        List.of(new HandleSeen(HandleSeen.DESCRIPTORS, 9, 100, List.of())), descriptors.read(1));
    Descriptors blind = new Descriptors(new File(dir.toFile(), "absent"), () -> -1, () -> -1);
    assertEquals(List.of(), blind.read(1));
  }

  @Test
  void threads_may_be_as_many_as_user_and_group_leave() throws IOException {
    Files.createDirectories(dir.resolve("self"));
    Files.createDirectories(dir.resolve("sys/kernel"));
    Path group = Files.createDirectories(dir.resolve("cgroup/app"));
    Files.writeString(
        dir.resolve("self/limits"),
        "Limit Soft Hard Units\nMax processes             900                  1000  processes\n");
    Files.writeString(dir.resolve("sys/kernel/threads-max"), "100000\n");
    HandleLimits without = new HandleLimits(dir.toFile(), dir.resolve("cgroup").toFile());
    assertEquals(900, without.threads(1, 50));
    Files.writeString(dir.resolve("self/cgroup"), "0::/app\n");
    Files.writeString(group.resolve("pids.max"), "512\n");
    Files.writeString(group.resolve("pids.current"), "90\n");
    HandleLimits limits = new HandleLimits(dir.toFile(), dir.resolve("cgroup").toFile());
    assertEquals(472, limits.threads(1, 50), "40 are somebody else's");
    Files.writeString(group.resolve("pids.max"), "max\n");
    assertEquals(472, limits.threads(2, 50), "read once a minute");
  }

  @Test
  void creation_site_is_the_first_frame_that_is_not_the_jdks() {
    assertEquals(
        "com.acme.Orders.handle:42",
        ThreadSites.site(
            List.of(
                new StackTraceElement("java.lang.Thread", "start", null, 1),
                new StackTraceElement(
                    "java.util.concurrent.ThreadPoolExecutor", "addWorker", null, 1),
                new StackTraceElement("com.acme.Orders", "handle", null, 42),
                new StackTraceElement("com.acme.Main", "main", null, 1))));
    assertEquals(null, ThreadSites.site(List.of()));
  }

  @Test
  void this_process_is_read_with_its_threads_and_loaders() {
    List<HandleSeen> read = new java.util.ArrayList<>();
    HandleSense sense =
        new HandleSense(
            () -> new Class<?>[] {HandleSenseTest.class, String.class},
            List::of,
            (handles, now) -> read.addAll(handles));
    VitalsBuilder builder = new VitalsBuilder(0);
    sense.read(builder, 1);
    assertTrue(of(read, HandleSeen.THREADS).count() > 1);
    assertTrue(
        of(read, HandleSeen.THREADS).groups().stream().anyMatch(g -> g.name().equals("main")));
    assertEquals(1, of(read, HandleSeen.LOADERS).count());
    assertTrue(of(read, HandleSeen.THREAD_LOCALS).count() > 0);
    if (new File("/proc/self/fd").isDirectory()) {
      assertTrue(of(read, HandleSeen.FILES).count() > 0);
    }
  }

  private static HandleSeen of(List<HandleSeen> read, String kind) {
    return read.stream().filter(seen -> seen.kind().equals(kind)).findFirst().orElseThrow();
  }
}
