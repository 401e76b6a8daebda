package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.StoppedTime;
import io.duality.model.Histogram;
import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:07:41.482Z");

  /** Something of which exactly so many are alive. */
  static final class Counted {}

  @Test
  void print_of_the_jvm_is_read_with_the_names_that_java_writes() {
    Histogram read =
        HistogramText.parse(
            """
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:          9000         720000  [B (java.base@17.0.15)
               2:            10            480  [[Ljava.lang.String; (java.base@17.0.15)
               3:             2             32  com.acme.Cart$$Lambda$14/0x0000000800c03000
               4:             3             48  com.acme.Cart$$Lambda$15/0x0000000800c03218
               5:             7             24  com.acme.Session
            Total          9022         720584
            """,
            AT,
            5,
            false);

    assertEquals(
        List.of(
            new Histogram.Row("byte[]", 9000, 720000),
            new Histogram.Row("java.lang.String[][]", 10, 480),
            new Histogram.Row("com.acme.Cart$$Lambda", 5, 80),
            new Histogram.Row("com.acme.Session", 7, 24)),
        read.rows());
    assertEquals(720_584, read.totalBytes());
    assertEquals(9_022, read.totalInstances());
  }

  @Test
  void text_that_is_no_histogram_is_refused_with_what_it_says() {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> HistogramText.parse("Unknown diagnostic command", AT, 0, false))
            .getMessage();

    assertTrue(said.contains("Unknown diagnostic command"), said);
  }

  @Test
  void this_jvm_counts_what_is_alive_and_collects_nothing_for_it() {
    HistogramTaker taker = new HistogramTaker();
    List<Counted> kept = new ArrayList<>();
    for (int i = 0; i < 4_321; i++) {
      kept.add(new Counted());
    }
    long before = oldCollections();

    Histogram taken = taker.take();

    assertEquals(4_321, count(taken, Counted.class.getName()), "of " + kept.size());
    assertEquals(before, oldCollections(), "no collection of ours");
    assertTrue(taker.predictedPauseMillis() < 60_000, "a speed was learnt");
    assertTrue(StoppedTime.millis() > 0, "it stopped this JVM");
  }

  @Test
  void pause_is_what_the_jvm_counted_and_no_more_than_it_took() {
    assertEquals(41_000_000, HistogramTaker.pause(90_000_000, 1_000, 1_040));
    assertEquals(90_000_000, HistogramTaker.pause(90_000_000, 1_000, 1_200), "others stopped it");
    assertEquals(90_000_000, HistogramTaker.pause(90_000_000, 1_000, 1_000), "not counted");
    assertEquals(90_000_000, HistogramTaker.pause(90_000_000, -1, -1), "not known");
  }

  private static long oldCollections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> bean.getName().contains("Old") || bean.getName().contains("MarkSweep"))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long count(Histogram histogram, String name) {
    return histogram.rows().stream()
        .filter(row -> row.className().equals(name))
        .mapToLong(Histogram.Row::instances)
        .sum();
  }

  @Test
  void document_has_now_baseline_and_what_grew_most_first() {
    Histogram baseline = Marks.histogram(0, "byte[]", 10, 800, "com.acme.Gone", 5, 80);
    Histogram now = Marks.histogram(60, "byte[]", 40, 3_200, "com.acme.Session", 30, 720);

    Map<String, Object> tree = HistogramDocument.of(now, baseline, Map.of());

    assertEquals(
        "[{class=byte[], instances=30, bytes=2400}, {class=com.acme.Session, instances=30,"
            + " bytes=720}]",
        tree.get("difference").toString());
    assertNull(HistogramDocument.of(now, null, Map.of()).get("baseline"));
    Map<?, ?> schema = Json.parseObject(Schemas.text("histogram"));
    assertEquals(((Map<?, ?>) schema.get("properties")).keySet(), tree.keySet());
  }

  @Test
  void class_grows_when_two_comparisons_say_so_and_none_says_the_opposite() {
    List<Mark> marks =
        List.of(
            Marks.mark(0, "com.acme.Session", 100, 2_400, "com.acme.Burst", 10, 100),
            Marks.mark(10, "com.acme.Session", 200, 4_800, "com.acme.Burst", 900, 9_000),
            Marks.mark(20, "com.acme.Session", 300, 7_200, "com.acme.Burst", 20, 200));

    List<Growth> growing = Growth.of(marks);

    assertEquals(1, growing.size(), growing::toString);
    assertEquals("com.acme.Session", growing.get(0).className());
    assertEquals(200, growing.get(0).instances());
    assertEquals(2, growing.get(0).diffs());
    assertEquals(List.of(), Growth.of(marks.subList(0, 2)), "one comparison proves nothing");
  }

  @Test
  void count_right_after_another_is_compared_with_an_earlier_one() {
    List<Mark> marks =
        List.of(
            Marks.mark(0, "byte[]", 48_000, 20_000, "com.acme.Session", 11_240, 270),
            Marks.mark(200, "byte[]", 74_000, 60_000, "com.acme.Session", 24_700, 594),
            Marks.mark(203, "byte[]", 73_000, 59_000, "com.acme.Session", 24_860, 597));

    List<Growth> growing = Growth.of(marks);

    assertEquals(
        List.of("byte[]", "com.acme.Session"),
        growing.stream().map(Growth::className).toList(),
        "what came in three seconds is hardly anything, and garbage comes and goes");
    assertEquals(2, growing.get(1).diffs());

    List<Mark> goes =
        List.of(
            Marks.mark(0, "com.acme.Session", 11_240, 270),
            Marks.mark(200, "com.acme.Session", 24_700, 594),
            Marks.mark(203, "com.acme.Session", 20_000, 480));
    assertEquals(List.of(), Growth.of(goes), "a class of the application that goes as well");
  }

  @Test
  void process_is_warm_when_it_has_collected_and_loads_hardly_any_classes() {
    long second = 1_000_000_000L;
    Warmth warmth = new Warmth();
    boolean warm = false;
    for (int i = 0; i <= 20; i++) {
      warm = warmth.warm(i * second, i * second, 1_000 + 100L * i, i, 10 * second);
    }
    assertFalse(warm, "classes are still coming");
    for (int i = 21; i <= 26; i++) {
      warm = warmth.warm(i * second, i * second, 3_000, i, 10 * second);
    }
    assertTrue(warm);
    assertFalse(warmth.warm(27 * second, 27 * second, 3_000, 1, 10 * second), "no collection");
    assertFalse(warmth.warm(28 * second, 5 * second, 3_000, 9, 10 * second), "too young");
  }

  @Test
  void exhaustion_is_told_from_the_least_of_what_collections_leave() {
    LiveTrend trend = new LiveTrend();
    long second = 1_000_000_000L;
    for (int i = 0; i < 20; i++) {
      long garbage = i % 2 == 0 ? 0 : 30L << 20;
      trend.add(i * second, ((10L + i) << 20) + garbage);
    }
    double seconds = trend.exhaustedInNanos(100L << 20) / 1e9;

    assertTrue(seconds > 65 && seconds < 80, seconds + " s for 72 MiB at 1 MiB/s");
    assertTrue(new LiveTrend().exhaustedInNanos(1) < 0, "nothing is known at first");
  }
}
