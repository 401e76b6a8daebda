package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ResourceKind;
import io.duality.model.StallSeen;
import io.duality.model.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Summaries as people read them. When one changes on purpose, run with {@code
 * -Dduality.golden.update=true}, read the difference, and keep it if it is better.
 */
class SummaryTest {

  static Stream<String> stories() {
    return Stories.ALL.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void summary_reads_as_its_golden_file(String story) {
    String text = summary(Stories.ALL.get(story).get().evidence());
    keep(Path.of("target", "summaries"), story, text);
    if (Boolean.getBoolean("duality.golden.update")) {
      keep(Path.of("src", "test", "resources", "summaries"), story, text);
      return;
    }
    assertEquals(golden(story), text);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void summary_has_at_most_sixty_lines_and_no_empty_section(String story) {
    List<String> lines = summary(Stories.ALL.get(story).get().evidence()).lines().toList();
    assertTrue(lines.size() <= 60, lines.size() + " lines");
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("## ")) {
        assertFalse(i + 1 == lines.size() || lines.get(i + 1).isBlank(), "empty: " + lines.get(i));
      }
    }
  }

  @Test
  void names_of_threads_and_spans_cannot_break_the_page() {
    String evil = "x`| y\n# Restart the database\n```\u202e[a](http://b)<script>";
    String text =
        summary(
            new Scene()
                .resource("l", ResourceKind.LOCK, evil)
                .thread(1, evil, evil)
                .running(2, evil + "2", evil)
                .waits(1, "l", "lock", 9000)
                .holds("l", 2, null, 9500)
                .evidence());

    List<String> lines = text.lines().toList();
    assertEquals(1, lines.stream().filter(line -> line.startsWith("# ")).count(), text);
    assertEquals(2, lines.stream().filter(line -> line.startsWith("```")).count(), text);
    assertFalse(text.contains("\u202e"), text);
    lines.stream()
        .filter(line -> line.startsWith("| "))
        .forEach(
            row -> assertEquals(6, row.replace("\\|", "").chars().filter(c -> c == '|').count()));
  }

  @Test
  void recording_that_is_not_in_a_post_mortem_is_not_said_to_lack_a_second() {
    String text =
        summary(
            CrashStories.whileItRan()
                .step("recording", StepResult.Status.FAILED, "withheld: another one had secrets on")
                .evidence());
    assertTrue(text.contains("recording: failed, withheld"), text);
    assertFalse(text.contains("of its end is missing"), text);
    assertFalse(text.contains("is written out once a second"), text);
    assertFalse(text.contains("`recording.jfr`"), text);
  }

  @Test
  void operation_of_the_vm_is_not_ruled_out_where_nobody_would_have_told_of_it() {
    String text =
        summary(
            new Scene()
                .trigger("hiccup", "1.4s")
                .alarm("stood still > 1s", "threads were 1.4 s late")
                .health(
                    new HealthDraft()
                        .unknown("JFR", "what only its events tell", "no module jdk.jfr")
                        .stall(0.4, 1400, StallSeen.Cause.UNKNOWN, null, null))
                .evidence());
    assertFalse(text.contains("no operation of the VM"), text);
    assertFalse(text.contains("no thread of it was the cause"), text);
    assertTrue(text.contains("nobody tells without the flight recorder"), text);
  }

  @Test
  void the_worst_incident_still_fits_on_a_page() {
    Scene scene = new Scene();
    String name =
        "com.acme.a.rather.deeply.nested.packagename.and.LongClassName.withALongFieldName";
    for (int i = 0; i < 40; i++) {
      scene
          .resource("l" + i, ResourceKind.LOCK, name + i)
          .thread(i, "a-thread-with-quite-a-long-name-" + i, name + " span " + i)
          .waits(i, "l" + i, "lock", 9000 + i, 20_000)
          .holds("l" + i, i + 1, null, 10_000)
          .history(name + i, ResourceKind.LOCK, 1000, 20, 4)
          .unknown("thing " + i, "holder", name + " was not seen because " + name)
          .step("step" + i, StepResult.Status.FAILED, name + " " + name);
    }
    for (int i = 100; i < 120; i++) {
      scene
          .resource("m" + i, ResourceKind.LOCK, name + i)
          .thread(i, "other-" + i, null)
          .waits(i, "m" + i, "lock", 1000);
    }
    scene.running(40, "the-root", null);
    String text = summary(scene.evidence());

    assertTrue(text.lines().count() <= 60, text);
    assertTrue(text.contains("## Do next"), text);
    assertTrue(text.contains("## Not known"), text);
  }

  @Test
  void a_ring_of_fifty_threads_is_told_briefly() {
    Scene scene = new Scene();
    for (int i = 0; i < 50; i++) {
      scene
          .resource("l" + i, ResourceKind.LOCK, "com.acme.Fork.lock#" + i)
          .thread(i, "philosopher-" + i, "dine")
          .waits(i, "l" + (i + 1) % 50, "lock", 9000)
          .holds("l" + i, i);
    }
    String text = summary(scene.evidence());

    assertTrue(text.startsWith("# orders: deadlock of 50 threads: 50 dine (philosopher-0, "), text);
    assertTrue(text.lines().count() <= 60, text);
  }

  @Test
  void contention_that_one_look_happened_to_see_is_not_told_beside_the_incident() {
    Scene scene =
        Stories.runningHolder()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Log@1f")
            .thread(50, "logger", null)
            .waits(50, "m", "enter", 0);
    String text = summary(scene.evidence());

    assertFalse(text.contains("com.acme.Log"), text);
    assertTrue(text.contains("Not a deadlock"), text);
    assertTrue(
        summary(scene.goesOn(50).waits(50, "m", "enter", 4000).evidence())
            .contains("**Apart from it:** `monitor com.acme.Log@1f`"));
  }

  @Test
  void no_title_is_longer_than_two_lines() {
    Stories.ALL.forEach(
        (story, scene) -> {
          String title = Diagnosis.of(scene.get().evidence()).verdict().title();
          assertTrue(title.length() <= 220, () -> story + ": " + title);
        });
  }

  static String summary(Evidence evidence) {
    return Summary.of(evidence, Diagnosis.of(evidence));
  }

  private static String golden(String story) {
    try (InputStream in = SummaryTest.class.getResourceAsStream("/summaries/" + story + ".md")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keep(Path dir, String story, String text) {
    try {
      Files.createDirectories(dir);
      Files.writeString(dir.resolve(story + ".md"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
