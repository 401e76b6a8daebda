package io.duality.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdksTest {
  @Test
  void running_jdk_is_found() {
    assertEquals(Runtime.version().feature(), Jdks.running().feature());
    assertTrue(Files.isExecutable(Jdks.running().program("jcmd")));
  }

  @Test
  void first_of_a_version_wins_and_what_is_too_old_or_no_jdk_is_left_out(@TempDir Path directory)
      throws IOException {
    Path first = jdk(directory.resolve("first"), "21.0.4");
    Path second = jdk(directory.resolve("second"), "21.0.9");
    Path old = jdk(directory.resolve("old"), "11.0.24");
    Path early = jdk(directory.resolve("early"), "26-ea");
    Path jre = Files.createDirectories(directory.resolve("jre"));

    SortedMap<Integer, Jdk> found = Jdks.find(List.of(jre, first, second, old, early));

    assertEquals(List.of(21, 26), List.copyOf(found.keySet()));
    assertEquals("21.0.4", found.get(21).version());
    assertEquals(first.toRealPath(), found.get(21).home());
  }

  private static Path jdk(Path home, String version) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    for (String program : List.of("java", "jcmd")) {
      Files.createFile(bin.resolve(program)).toFile().setExecutable(true);
    }
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
