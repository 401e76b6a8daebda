package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.HandleSeen;
import io.duality.model.LeakSeen;
import io.duality.model.Pattern;
import io.duality.model.Verdict.RootCause;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Files, sockets, threads or class loaders grow and are not given back. */
final class HandleTelling extends VitalTelling {
  private final HandleSeen handles;
  private final LeakSeen leak;

  HandleTelling(Case incident, CaptureRequest request) {
    super(incident, request);
    this.handles = handles();
    this.leak =
        health.leaks().stream()
            .filter(each -> handles != null && each.kind().equals(handles.kind()))
            .findFirst()
            .orElse(null);
  }

  /** The handles of a kind at the last reading that has them, or null. */
  static HandleSeen of(Course course, String kind) {
    HandleSeen found = null;
    for (Vitals reading : course.all()) {
      for (HandleSeen each : reading.handles()) {
        found = each.kind().equals(kind) ? each : found;
      }
    }
    return found;
  }

  /** How many there were at the first reading that has them, or {@link Vitals#UNKNOWN}. */
  static long first(Course course, String kind) {
    for (Vitals reading : course.all()) {
      for (HandleSeen each : reading.handles()) {
        if (each.kind().equals(kind)) {
          return each.count();
        }
      }
    }
    return Vitals.UNKNOWN;
  }

  /** The kind that the trigger names, else the one nearest to its limit. */
  private HandleSeen handles() {
    String named = (alarm().rootKey() + " " + alarm().sentence()).toLowerCase(Locale.ROOT);
    List<HandleSeen> all = course.last() == null ? List.of() : course.last().handles();
    for (HandleSeen each : all) {
      if (named.startsWith("handles " + each.kind())) {
        return each;
      }
    }
    HandleSeen worst = null;
    for (HandleSeen each : all) {
      if (named.contains(each.kind())) {
        return each;
      }
      worst = worst == null || share(each) > share(worst) ? each : worst;
    }
    return worst;
  }

  private static double share(HandleSeen handles) {
    return handles.limit() <= 0 ? 0 : (double) handles.count() / handles.limit();
  }

  @Override
  Pattern pattern() {
    return Pattern.S13;
  }

  @Override
  RootCause cause() {
    HandleSeen.Group group = group();
    return mayFill()
        ? new RootCause("resource", kind(), "their number against their limit")
        : new RootCause(
            "resource",
            group == null ? kind() : Words.plain(group.name()),
            "it makes " + kind() + " that are not given back");
  }

  private boolean mayFill() {
    return leak != null && MayFill.is(health, leak);
  }

  private String kind() {
    return handles == null ? "handles" : handles.kind();
  }

  /** {@code open files}, {@code live threads}. */
  private String noun() {
    return switch (kind()) {
      case "threads" -> "live threads";
      case "class loaders" -> "class loaders";
      case "thread locals" -> "values of thread locals";
      default -> "open " + kind();
    };
  }

  /** What grows; without growth, what most of them are. */
  private HandleSeen.Group group() {
    for (HandleSeen.Group each :
        handles == null || leak == null ? List.<HandleSeen.Group>of() : handles.groups()) {
      if (each.name().equals(leak.what())) {
        return each;
      }
    }
    List<HandleSeen.Group> groups = groups();
    for (HandleSeen.Group each : groups) {
      boolean counts = 2 * each.count() >= groups.get(0).count(); // they are told anew since
      if (counts && alarm().rootKey().endsWith(" " + each.name())) {
        return each;
      }
    }
    return groups.isEmpty() ? null : groups.get(0);
  }

  /** What they are, the largest first; descriptors are told by the kinds that they are of. */
  private List<HandleSeen.Group> groups() {
    if (handles == null || !handles.kind().equals(HandleSeen.DESCRIPTORS)) {
      return handles == null ? List.of() : handles.groups();
    }
    List<HandleSeen.Group> groups = new ArrayList<>();
    for (HandleSeen each : course.last().handles()) {
      if (HandleSeen.OF_DESCRIPTORS.contains(each.kind())) {
        groups.addAll(each.groups());
      }
    }
    groups.sort(Comparator.comparingLong(each -> -each.count()));
    return groups;
  }

  /** Handles per second, over what is remembered; or 0. */
  private double rate() {
    long before = handles == null ? Vitals.UNKNOWN : first(course, handles.kind());
    if (leak != null && leak.overNanos() > 0) {
      return Math.max(0, (leak.countNow() - leak.countBefore()) * 1e9 / leak.overNanos());
    }
    long nanos = course.all().isEmpty() ? 0 : course.last().nanos() - course.all().get(0).nanos();
    return before < 0 || nanos <= 0 ? 0 : Math.max(0, (handles.count() - before) * 1e9 / nanos);
  }

  private long exhaustedIn() {
    if (leak != null && leak.exhaustedInNanos() > 0) {
      return leak.exhaustedInNanos();
    }
    return handles == null || handles.limit() <= 0 || rate() <= 0
        ? Vitals.UNKNOWN
        : (long) ((handles.limit() - handles.count()) / rate() * 1e9);
  }

  @Override
  String title() {
    if (handles == null) {
      return alarm().sentence();
    }
    HandleSeen.Group group = group();
    long left = exhaustedIn();
    return PoolWords.number(handles.count())
        + (handles.limit() > 0 ? " of " + PoolWords.number(handles.limit()) + " " : " ")
        + noun()
        + (rate() > 0 ? ", " + PoolWords.rate(rate()) + " more" : "")
        + (exhausted() != null
            ? ", none left at " + Words.second(exhausted().at())
            : left > 0 ? ", none left in " + Amounts.about(left) : "")
        + (group == null
            ? ""
            : ": "
                + PoolWords.number(group.count())
                + " of them "
                + HandleTable.brief(group.name())
                + (madeAt() == null ? "" : ", made" + Sites.at(madeAt())))
        + (leak == null || leak.activities().isEmpty()
            ? ""
            : " for " + leak.activities().get(0).spanName());
  }

  private String madeAt() {
    HandleSeen.Group group = group();
    return group != null && group.madeAt() != null
        ? group.madeAt()
        : leak == null ? null : leak.allocatedAt();
  }

  @Override
  public String root() {
    if (handles == null) {
      return observed() + ".";
    }
    HandleSeen.Group group = group();
    return (leak == null ? "" : new LeakWords(incident, leak).sentences() + " ")
        + (group == null
            ? "What they are is not known."
            : PoolWords.number(group.count())
                + " of the "
                + PoolWords.number(handles.count())
                + " are "
                + Words.code(group.name())
                + (madeAt() == null
                    ? "; where they are made is not known."
                    : ", made at "
                        + Words.code(madeAt())
                        + (mayFill() ? "." : " and not given back."))
                + (group.name().endsWith("CLOSE_WAIT")
                    ? " `CLOSE_WAIT`: the peer has closed them, this process has not."
                    : ""));
  }

  /** The first reading at which none was left, or null. */
  private Vitals exhausted() {
    for (Vitals reading : course.all()) {
      for (HandleSeen each : reading.handles()) {
        if (each.kind().equals(kind()) && each.limit() > 0 && each.count() >= each.limit() - 1) {
          return reading;
        }
      }
    }
    return null;
  }

  @Override
  public String hurt() {
    if (handles == null) {
      return null;
    }
    Vitals none = exhausted();
    if (none != null) {
      return "at "
          + Words.second(none.at())
          + " none was left: "
          + consequence()
          + ", until some are given back.";
    }
    long left = exhaustedIn();
    return left < 0
        ? "nobody yet that is known" + (handles.limit() > 0 ? "." : ", and no limit of them.")
        : "nobody yet. Unless it ends, none is left at "
            + Words.second(incident.graph().look().at().plusNanos(left))
            + ": then "
            + consequence()
            + ".";
  }

  private String consequence() {
    return switch (kind()) {
      case "threads" -> "OutOfMemoryError (no further native thread)";
      case "class loaders" -> "OutOfMemoryError (metaspace)";
      case "thread locals" -> "OutOfMemoryError (heap)";
      case "statements" -> "the database refuses further ones (too many open cursors)";
      default -> "every open, accept and connect fails (`Too many open files`), logging included";
    };
  }

  @Override
  public List<String> block() {
    List<List<String>> rows = new ArrayList<>();
    for (HandleSeen.Group each : groups().subList(0, Math.min(4, groups().size()))) {
      rows.add(
          List.of(
              PoolWords.number(each.count()) + " x",
              HandleTable.brief(each.name()),
              each.madeAt() == null ? "" : "made at " + each.madeAt()));
    }
    return Columns.of(rows);
  }

  @Override
  List<Timeline.Told> events() {
    List<Timeline.Told> events = new ArrayList<>();
    if (leak != null) {
      events.add(new LeakBlock(incident).baseline(leak));
    }
    if (handles != null && course.all().size() > 1) {
      long before = first(course, handles.kind());
      events.add(
          new Timeline.Told(course.all().get(0).at(), PoolWords.number(before) + " " + noun()));
      events.add(
          new Timeline.Told(course.last().at(), PoolWords.number(handles.count()) + " " + noun()));
    }
    return events;
  }

  @Override
  public Existing existing() {
    return new HandleTable(course).table();
  }

  @Override
  public List<String> steps() {
    return HandleSteps.of(incident, kind(), madeAt(), group());
  }

  @Override
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>();
    if (mayFill()) {
      unknown.add("Whether it ends by itself: it may be " + MayFill.harmless(leak) + ".");
    }
    if (madeAt() == null) {
      unknown.add("Where they are made: the agent sees it only for what it wove from the start.");
    }
    return unknown;
  }
}
