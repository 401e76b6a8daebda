package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Triggers over other triggers, and what comes after some bundles of one signature. */
class TogetherTest {
  private static final String ON = "duality.trigger.both.on";
  private static final String ALLOWED =
      ", allowed is " + Together.ALLOWED + "; trigger both is off";

  @Test
  void a_trigger_over_others_knows_them_and_they_are_watched_although_they_are_off() {
    Config config =
        read(
            ON
                + "= all( memory-growth ,errors )  within  2m\n"
                + "duality.trigger.memory-growth.enabled=false\n"
                + "duality.trigger.deadlock.enabled=false");
    assertEquals(List.of(), lines(config));
    TriggerSettings both = config.trigger("both");
    assertEquals(TriggerType.ALL, both.type());
    assertEquals(
        new Together(List.of("memory-growth", "errors"), Duration.ofMinutes(2)), both.together());
    assertEquals(1, both.confirm(), "its operands are confirmed already");
    assertEquals(
        List.of("threads*3/1s", "waits", "resources", "recording", "histogram"), both.steps());
    assertEquals(
        ON + " = all(memory-growth, errors) within 2m (file f:1)", config.value(ON).line());
    assertFalse(config.trigger("memory-growth").enabled());
    assertTrue(config.trigger("memory-growth").watched());
    assertTrue(config.trigger("errors").enabled() && config.trigger("errors").watched());
    assertFalse(config.trigger("deadlock").watched(), "nobody needs it");
  }

  @Test
  void a_disabled_trigger_over_others_needs_none_of_them() {
    Config config =
        read(
            ON
                + "=all(gc, errors) within 10s\nduality.trigger.both.enabled=false\n"
                + "duality.trigger.gc.enabled=false");
    assertFalse(config.trigger("gc").watched());
  }

  @Test
  void triggers_of_ones_own_and_triggers_over_others_may_be_operands() {
    Config config =
        read(
            "duality.trigger.slow.on=wait\nduality.trigger.slow.enabled=false\n"
                + "duality.trigger.inner.on=all(slow, oom) within 1m\n"
                + "duality.trigger.inner.enabled=false\n"
                + ON
                + "=all(inner, errors) within 5m");
    assertEquals(List.of(), lines(config));
    assertTrue(config.trigger("slow").watched(), "by way of another");
    assertTrue(config.trigger("both").steps().containsAll(List.of("histogram", "heap")));
  }

  @Test
  void what_is_missing_or_wrong_is_one_line_and_only_that_trigger_is_off() {
    refused("all() within 2m", "it names no trigger" + ALLOWED);
    refused("all(errors) within 2m", "it names only errors" + ALLOWED);
    refused("all(errors, errors) within 2m", "it names errors twice" + ALLOWED);
    refused("all(gc, errors)", "it does not say within what time" + ALLOWED);
    refused("all(gc, errors) for 2m", "'for 2m' is not understood" + ALLOWED);
    refused("all(gc, errors) within soon", "within 'soon' is no time" + ALLOWED);
    refused("all(gc, errors) within 2d", "within '2d' is no time" + ALLOWED);
    refused("any(gc, errors) within 2m", ALLOWED.substring(2));
    refused("all", ALLOWED.substring(2));
    refused("all(gc, errors", ALLOWED.substring(2));
  }

  @Test
  void operands_that_do_not_exist_or_happen_only_once_are_named() {
    refused(
        "all(memory-grwoth, errors) within 2m",
        "no trigger that can be watched is called 'memory-grwoth', allowed is such as"
            + " memory-growth; trigger both is off");
    Config config = read(ON + "=all(gc, nothing-like-it) within 2m");
    assertTrue(
        lines(config).get(0).contains("'nothing-like-it', allowed is one of stall, deadlock, "),
        () -> lines(config).toString());
    refused(
        "all(manual, errors) within 2m",
        "manual is on manual, which nothing watches for; allowed are triggers with a condition;"
            + " trigger both is off");
  }

  @Test
  void cycles_and_what_is_built_on_them_are_off_and_the_rest_goes_on() {
    Config config =
        read(
            "duality.trigger.a.on=all(b, errors) within 2m\n"
                + "duality.trigger.b.on=all(a, gc) within 2m\n"
                + "duality.trigger.c.on=all(a, cpu) within 2m\n"
                + "duality.trigger.d.on=all(d, cpu) within 2m\n"
                + "duality.trigger.e.on=all(cpu, gc) within 2m\nduality.trigger.c.confirm=3");
    String back = "its operands come back to it; allowed are triggers that do not build on it";
    assertEquals(
        Set.of(
            "duality.trigger.a.on = all(b, errors) within 2m (file f:1): "
                + back
                + "; trigger a is off",
            "duality.trigger.b.on = all(a, gc) within 2m (file f:2): "
                + back
                + "; trigger b is off",
            "duality.trigger.d.on = all(d, cpu) within 2m (file f:4): "
                + back
                + "; trigger d is off",
            "duality.trigger.c.on = all(a, cpu) within 2m (file f:3): its operand a is off;"
                + " trigger c is off"),
        Set.copyOf(lines(config)));
    assertNull(config.trigger("c"));
    assertEquals(TriggerType.ALL, config.trigger("e").type());
    assertTrue(config.trigger("errors").watched());
  }

  @Test
  void escalation_has_artefacts_a_count_and_a_time() {
    Config config =
        read(
            "duality.heap.on-trigger=always\n"
                + "duality.trigger.stall.escalate = heap, threads*5/2s after 3\n"
                + "duality.trigger.gc.escalate = heap after 2 within 12h");
    assertEquals(List.of(), lines(config));
    TriggerSettings stall = config.trigger("stall");
    assertEquals("heap, threads*5/2s after 3 within 1d", stall.escalation().label());
    assertEquals(List.of("threads*3/1s", "waits", "resources", "recording"), stall.steps());
    assertEquals(
        List.of("waits", "resources", "recording", "heap", "threads*5/2s"), stall.escalatedSteps());
    assertEquals(Duration.ofHours(12), config.trigger("gc").escalation().within());
    assertFalse(config.trigger("cpu").escalation().isSet());
  }

  @Test
  void a_bad_escalation_is_one_line_and_none() {
    for (String bad : List.of("heap", "heap after", "heap after many", "heap after 0", "after 3")) {
      Config config = read("duality.trigger.stall.escalate=" + bad);
      assertEquals(1, lines(config).size(), bad);
      String line = lines(config).get(0);
      assertTrue(
          line.startsWith("duality.trigger.stall.escalate = " + bad + " (file f:1): "), line);
      assertTrue(line.contains("as in 'heap after 3'"), line);
      assertTrue(line.endsWith("; used instead: nothing (default)"), line);
    }
    assertEquals(
        List.of(
            "duality.trigger.stall.escalate = help after 3 (file f:1): no artefact is called"
                + " 'help', allowed are threads, waits, resources, recording, histogram, heap, each"
                + " once or as a series such as threads*3/1s; used instead: nothing (default)"),
        lines(read("duality.trigger.stall.escalate=help after 3")));
    assertEquals(
        List.of(
            "duality.trigger.crash.escalate = waits after 3 (file f:1): a trigger on crash has no"
                + " escalate; ignored"),
        lines(read("duality.trigger.crash.escalate=waits after 3")));
  }

  @Test
  void who_escalates_to_a_heap_that_is_never_dumped_hears_of_it_and_is_not_disarmed() {
    Config config = read("duality.strict=true\nduality.trigger.stall.escalate=heap after 3");
    assertEquals(
        List.of(
            "duality.trigger.stall.escalate = heap after 3 (file f:2): no heap will be dumped while"
                + " duality.heap.on-trigger = never (default); auto or always allow it within its"
                + " limits"),
        lines(config));
    assertFalse(config.disarmed());
  }

  private static void refused(String on, String why) {
    Config config = read(ON + "=" + on + "\nduality.trigger.stall.age=3s");
    assertEquals(List.of(ON + " = " + on + " (file f:1): " + why), lines(config));
    assertNull(config.trigger("both"));
    assertEquals(Duration.ofSeconds(3), config.trigger("stall").age(), "the rest goes on");
  }

  private static Config read(String text) {
    return ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of());
  }

  private static List<String> lines(Config config) {
    return config.problems().stream().map(ConfigProblem::line).toList();
  }
}
