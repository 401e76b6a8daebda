package io.duality.engine.heap;

import io.duality.engine.heap.holders.Walk;
import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import io.duality.model.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the searches found, for {@code histogram.json}. */
final class HoldersDocument {
  private HoldersDocument() {}

  /** Who keeps each class of those that grow, or why that is not known; and what was searched. */
  static Map<String, Object> of(List<LeakSeen> leaks, List<Walk> walks) {
    List<Object> classes = new ArrayList<>();
    for (LeakSeen leak : leaks) {
      if (!leak.keptBy().isEmpty() || leak.notFound() != null) {
        classes.add(
            Json.object(
                "class",
                leak.what(),
                "keptBy",
                leak.keptBy().stream().map(HoldersDocument::tree).toList(),
                "notFound",
                leak.notFound()));
      }
    }
    long now = System.nanoTime();
    return Json.object(
        "classes", classes, "searches", walks.stream().map(walk -> tree(walk, now)).toList());
  }

  private static Object tree(HolderSeen holder) {
    return Json.object(
        "path",
        holder.path(),
        "type",
        holder.type(),
        "count",
        holder.count(),
        "entriesBefore",
        holder.entriesBefore() < 0 ? null : holder.entriesBefore(),
        "entries",
        holder.entriesNow(),
        "overMillis",
        holder.overNanos() / 1_000_000,
        "estimated",
        holder.estimated(),
        "holds",
        holder.holds());
  }

  private static Object tree(Walk walk, long now) {
    return Json.object(
        "at",
        Instant.now().minusNanos(now - walk.nanos()).toString(),
        "roots",
        walk.roots(),
        "objects",
        walk.objects(),
        "cpuMillis",
        walk.cpuNanos() / 1_000_000,
        "ended",
        walk.ended(),
        "unreadableClasses",
        walk.unreadable());
  }
}
