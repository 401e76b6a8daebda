package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.WaitsStory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WovenWaitsTest {
  private static final String STORY = WaitsStory.class.getName();

  @TempDir Path directory;

  static Stream<Path> homes() {
    return ChildJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void every_kind_of_wait_is_seen_under_its_name(Path home) throws Exception {
    List<String> lines = ChildJvm.play(home, WaitsStory.class, List.of(ChildJvm.probe(directory)));

    waits(lines, "platform");
    line(lines, STORY + ".STOCK: held-by main by owner");
    line(lines, "orders-worker-1: get future future of " + STORY + " (lambda) -1/-1 by slot");
    line(lines, "future of " + STORY + " (lambda): worked-by orders-worker-1 by sample");
    if (lines.stream().anyMatch(line -> line.startsWith("virtual-"))) {
      waits(lines, "virtual");
      monitors(lines);
    }
  }

  private static void waits(List<String> lines, String kind) {
    line(lines, kind + "-lock: lock lock " + STORY + ".STOCK 1/1 by slot");
    line(lines, kind + "-condition: await condition " + STORY + ".ARRIVED -1/-1 by slot");
    line(lines, kind + "-put: put queue " + STORY + ".ROWS 1/1 by slot");
    line(lines, kind + "-take: take queue " + STORY + ".JOBS 0/7 by slot");
    line(lines, kind + "-permit: acquire semaphore " + STORY + ".PERMITS -1/-1 by slot");
    line(lines, kind + "-latch: await latch " + STORY + ".READY 2/-1 by slot");
    line(lines, kind + "-future: get future future of " + STORY + " (lambda) -1/-1 by slot");
    line(lines, kind + "-give: put queue " + STORY + ".DESK 0/0 by slot");
    line(lines, kind + "-get: take queue " + STORY + ".COUNTER 0/0 by slot");
    line(lines, kind + "-phase: await barrier " + STORY + ".PHASES 1/3 by slot");
    line(lines, kind + "-task: get future future of " + STORY + " (lambda) -1/-1 by slot");
    line(lines, kind + "-end: join thread-end end of thread endless -1/-1 by slot");
    String swap = kind.equals("virtual") ? ".SECOND_SWAP" : ".SWAP";
    line(lines, kind + "-swap: exchange barrier " + STORY + swap + " -1/-1 by slot");
    boolean native17 = lines.stream().noneMatch(line -> line.startsWith("virtual-"));
    String by = native17 ? "sample" : "slot";
    String sleep = kind + "-sleep: sleep sleep sleep of " + kind + "-sleep -1/-1 by " + by;
    line(lines, sleep);
    String given = native17 ? "2" : "3"; // the old news, and what each thread hands over
    line(lines, kind + "-transfer: transfer queue " + STORY + ".FEED " + given + "/-1 by slot");
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(kind + "-barrier: await barrier " + STORY + ".MEETING")
                        && line.endsWith("/3 by slot")),
        () -> String.join("\n", lines));
  }

  /** Monitors of virtual threads, which neither hooks nor beans see. */
  private static void monitors(List<String> lines) {
    String forward = blocked(lines, "v-backward");
    String backward = blocked(lines, "v-forward");
    line(lines, forward + ": held-by v-forward by dump");
    line(lines, backward + ": held-by v-backward by dump");
    line(lines, "platform-behind: enter monitor " + forward + " 1/1 by dump");
  }

  private static String blocked(List<String> lines, String thread) {
    String prefix = thread + ": enter monitor ";
    String line =
        lines.stream()
            .filter(each -> each.startsWith(prefix))
            .findFirst()
            .orElseThrow(() -> new AssertionError(prefix + " in\n" + String.join("\n", lines)));
    return line.substring(prefix.length(), line.lastIndexOf(" 1/1 "));
  }

  private static void line(List<String> lines, String wanted) {
    assertTrue(lines.contains(wanted), () -> wanted + "\nin\n" + String.join("\n", lines));
  }
}
