package io.duality.diagnosis;

import io.duality.model.HandleSeen;
import io.duality.model.Vitals;
import java.time.Duration;
import java.util.List;

/** The table of every kind of handle against its limit. */
final class HandleTable {
  private static final int MOST_GROUPS = 3;
  private static final int LONG = 48;

  private final Course course;

  HandleTable(Course course) {
    this.course = course;
  }

  Existing table() {
    Vitals last = course.last();
    List<Vitals> all = course.all();
    Existing table =
        Existing.columns(
            "handles",
            "open",
            "limit",
            all.size() < 2
                ? "change"
                : "change in "
                    + Words.duration(
                        Duration.between(all.get(0).at(), last.at()).toSeconds() * 1_000_000_000L),
            "most of them",
            "made at");
    for (HandleSeen each : last == null ? List.<HandleSeen>of() : last.handles()) {
      long before = HandleTelling.first(course, each.kind());
      List<HandleSeen.Group> groups = each.groups();
      table =
          table.row(
              each.kind(),
              PoolWords.number(each.count()),
              each.limit() > 0 ? PoolWords.number(each.limit()) : "none known",
              before < 0
                  ? "-"
                  : (each.count() > before ? "+" : "") + PoolWords.number(each.count() - before),
              groups.isEmpty()
                  ? "-"
                  : String.join(
                      ", ",
                      groups.stream()
                          .limit(MOST_GROUPS)
                          .map(g -> PoolWords.number(g.count()) + " " + Words.code(brief(g.name())))
                          .toList()),
              groups.isEmpty() || groups.get(0).madeAt() == null
                  ? "not known"
                  : Words.code(Sites.brief(groups.get(0).madeAt())));
    }
    return table;
  }

  /** A long path by its last two parts. */
  static String brief(String name) {
    int file = name.lastIndexOf('/');
    int directory = file <= 0 ? -1 : name.lastIndexOf('/', file - 1);
    return name.length() > LONG && name.startsWith("/") && directory > 0
        ? "…" + name.substring(directory)
        : name;
  }
}
