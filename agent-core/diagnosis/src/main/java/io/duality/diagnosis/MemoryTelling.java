package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Memory grows, or one kind of it is nearly used up. */
final class MemoryTelling extends VitalTelling {
  private static final double MIN_PER_SECOND = 1024;
  private static final double NEARLY = 0.97;

  private final MemorySeen.Area area;
  private final boolean heap;
  private final long used;
  private final List<LeakSeen> leaks;
  private final LeakSeen leak;
  private final LeakWords words;

  /** Whether the leak may be a cache that fills: then nobody is accused. */
  private final boolean mayFill;

  MemoryTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.area = area();
    this.heap = area != null && area.name().equals(MemorySeen.HEAP);
    long live = course.last() == null ? -1 : course.last().memory().liveBytes();
    this.used = heap && live >= 0 ? live : area == null ? -1 : area.used();
    this.leaks = area == null ? List.of() : Leaks.of(health, kinds(area.name()), area.limit());
    this.leak = leaks.isEmpty() ? null : leaks.get(0);
    this.words = leak == null ? null : new LeakWords(incident, leak);
    this.mayFill = leak != null && MayFill.is(health, leak);
  }

  /** The one that the trigger names, else the heap for growth and the fullest one for a level. */
  private MemorySeen.Area area() {
    if (course.last() == null) {
      return null;
    }
    String named =
        !request.type().startsWith("memory")
            ? ""
            : (alarm().rootKey() + " " + alarm().observed() + " " + alarm().sentence())
                .toLowerCase(Locale.ROOT);
    MemorySeen.Area fullest = null;
    for (MemorySeen.Area each : course.last().memory().areas()) {
      if (named.contains(each.name())) {
        return each;
      }
      fullest = fullest == null || each.share() > fullest.share() ? each : fullest;
    }
    MemorySeen.Area heapArea = course.area(MemorySeen.HEAP);
    return !request.type().equals("memory-level") && heapArea != null ? heapArea : fullest;
  }

  private static List<String> kinds(String area) {
    return switch (area) {
      case MemorySeen.HEAP -> List.of("heap", "thread locals");
      case MemorySeen.METASPACE, MemorySeen.CLASS_SPACE -> List.of("metaspace", "class loaders");
      case MemorySeen.DIRECT, MemorySeen.MAPPED -> List.of(area);
      case MemorySeen.NATIVE -> List.of("direct buffers", "metaspace", "class loaders", "threads");
      case MemorySeen.RSS, MemorySeen.CONTAINER ->
          List.of(
              "heap", "thread locals", "metaspace", "class loaders", "direct buffers", "threads");
      default -> List.of();
    };
  }

  @Override
  Pattern pattern() {
    return leak != null || request.type().equals("memory-growth") ? Pattern.S10 : Pattern.S12;
  }

  @Override
  RootCause cause() {
    return leak != null && !mayFill
        ? new RootCause(
            "class",
            Words.plain(leak.what()),
            "it accumulates: " + words.count() + " since " + words.minute())
        : new RootCause("resource", name(), "its use against its limit");
  }

  private String name() {
    return area == null ? "memory" : area.name();
  }

  @Override
  String title() {
    if (area == null) {
      return alarm().sentence();
    }
    double rate = rate();
    long left = exhaustedIn();
    boolean grows = rate >= MIN_PER_SECOND && left > 0;
    boolean full = area.share() > NEARLY || request.type().equals("memory-level");
    String state =
        full
            ? level(heap ? " after collection" : "")
                + (grows ? ", " + Amounts.bytesPerSecond(rate) + " more" : "")
            : grows
                ? name()
                    + (many() ? " grow " : " grows ")
                    + Amounts.bytesPerSecond(rate)
                    + (many() ? " and are full in " : " and is full in ")
                    + Amounts.about(left)
                : level(heap ? " after collection" : "");
    return state
        + (leak == null
            ? ""
            : (mayFill ? ", perhaps " + MayFill.harmless(leak) + ": " : ": ") + words.title());
  }

  private String level(String when) {
    return area.limit() > 0
        ? name()
            + (many() ? " are " : " is ")
            + Amounts.percent((double) used / area.limit())
            + " full"
            + when
            + ", "
            + Amounts.bytes(used)
            + " of "
            + Amounts.bytes(area.limit())
        : name() + (many() ? " hold " : " holds ") + Amounts.bytes(used) + when;
  }

  private boolean many() {
    return name().endsWith("s");
  }

  /** Memory whose limit is not the JVM's. */
  private boolean system() {
    return List.of(MemorySeen.RSS, MemorySeen.NATIVE, MemorySeen.CONTAINER).contains(name());
  }

  /** Bytes per second, of the heap after collections; or negative. */
  private double rate() {
    if (heap) {
      return course.heapGrowth();
    }
    List<Vitals> all = course.all();
    for (Vitals each : all) {
      MemorySeen.Area before = area == null ? null : each.memory().area(area.name());
      long nanos = course.last().nanos() - each.nanos();
      if (before != null && nanos > 0) {
        return (area.used() - before.used()) * 1e9 / nanos;
      }
    }
    return -1;
  }

  private long exhaustedIn() {
    if (leak != null && leak.exhaustedInNanos() > 0) {
      return leak.exhaustedInNanos();
    }
    double rate = rate();
    return area == null || area.limit() <= 0 || rate < MIN_PER_SECOND
        ? Vitals.UNKNOWN
        : (long) ((area.limit() - used) / rate * 1e9);
  }

  @Override
  public String root() {
    if (leak != null) {
      return words.sentences() + (mayFill ? " " + filling() : "");
    }
    return area == null
        ? observed() + "."
        : (heap ? "the " : "")
            + level(heap ? " after collection" : "")
            + ". What of "
            + (many() ? "them" : "it")
            + (compared()
                ? " grows is not certain: " + new LeakBlock(incident).once()
                : " grows is not known: nothing was compared yet.");
  }

  /** What is not known of it. */
  private String filling() {
    long left = exhaustedIn();
    return "It may be "
        + MayFill.harmless(leak)
        + ": that looks like a leak until it is full"
        + (left <= 0 || area == null
            ? "."
            : ". As it grows now it would reach "
                + Amounts.bytes(area.limit())
                + " at "
                + Words.second(incident.graph().look().at().plusNanos(left))
                + ".");
  }

  /** Whether there is a comparison at all; a class is accused after two. */
  private boolean compared() {
    return heap && health.baseline() != null && health.histogram() != null;
  }

  @Override
  public String hurt() {
    double gc = course.gcShare();
    String collector =
        gc >= 0.05
            ? "the collector stops every thread "
                + Amounts.percent(gc)
                + " of the time already, "
                + Words.duration(course.longestPause())
                + " at most."
            : "no request yet"
                + (gc < 0 ? "." : ": the collector takes " + Amounts.percent(gc) + " of the time.");
    long left = exhaustedIn();
    return left <= 0 || area == null
        ? collector
        : collector
            + " Unless it ends, "
            + (heap ? "the " : "")
            + name()
            + " ("
            + Amounts.bytes(area.limit() - used)
            + (many() ? " left) are full at " : " left) is full at ")
            + Words.second(incident.graph().look().at().plusNanos(left))
            + (heap ? ", after ever longer collections" : "")
            + consequence();
  }

  private String consequence() {
    return system()
        ? ": then the kernel or the container ends the process."
        : name().equals(MemorySeen.CODE_CACHE)
            ? ": then nothing is compiled any more, and all becomes slow."
            : ": then OutOfMemoryError.";
  }

  @Override
  public List<String> block() {
    return leak == null
        ? new LeakBlock(incident).classes(heap)
        : new LeakBlock(incident).lines(leaks);
  }

  @Override
  List<Timeline.Told> events() {
    List<Timeline.Told> events = new ArrayList<>();
    if (leak != null) {
      events.add(new LeakBlock(incident).baseline(leak));
    }
    if (heap && !course.all().isEmpty()) {
      Vitals first = course.all().get(0);
      if (first.memory().liveBytes() >= 0) {
        events.add(held(first));
      }
      events.add(held(course.last()));
    }
    long left = exhaustedIn();
    Instant now = incident.graph().look().at();
    if (left > 0 && !incident.evidence().request().type().equals("exit")) {
      events.add(
          new Timeline.Told(
              now.plusNanos(left), name() + (many() ? " are" : " is") + " full, if it goes on"));
    }
    return events;
  }

  private static Timeline.Told held(Vitals reading) {
    return new Timeline.Told(
        reading.at(),
        "the heap holds " + Amounts.bytes(reading.memory().liveBytes()) + " after collection");
  }

  @Override
  public Existing existing() {
    return new MemoryTable(course).table();
  }

  @Override
  public List<String> steps() {
    return new MemorySteps(incident, name(), leak).steps(used, rate(), exhaustedIn());
  }

  /** Nothing fills up any more, and nobody asks a process that is gone. */
  @Override
  public List<String> stepsAfterwards() {
    List<String> steps = steps();
    String later = steps.get(steps.size() - 1);
    return leak == null ? List.of(later) : List.of(steps.get(0), later);
  }

  @Override
  public String cut() {
    double gc = course.gcShare();
    return area == null || area.limit() <= 0
        ? null
        : (heap ? "the " : "")
            + level(heap ? " after collection" : "")
            + (gc < 0 ? "" : ", and the collector took " + Amounts.percent(gc) + " of the time")
            + ".";
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    if (heap && leak == null) {
      unknown.add(
          compared()
              ? "Which class grows: they were compared once, which the table shows, and it takes two."
              : "Which class grows: no two histograms of the heap to compare.");
    } else if (leak != null && leak.kind().equals(MemorySeen.HEAP)) {
      if (mayFill) {
        unknown.add(
            "Whether it ends by itself: a leak is told from "
                + MayFill.harmless(leak)
                + " by growing on, above 80 % of its limit or for half an hour.");
      }
      if (leak.keptBy().isEmpty()) {
        unknown.add(
            "Who keeps "
                + Words.code(leak.what())
                + ": "
                + (leak.notFound() == null
                    ? "nobody searched; a heap dump has every path."
                    : Words.text(leak.notFound()) + "; a heap dump has every path."));
      }
      if (leak.activities().isEmpty()) {
        unknown.add("Which requests allocate it: no sample that is alive was joined to a trace.");
      }
    }
    return unknown;
  }
}
