package io.duality.diagnosis;

import io.duality.model.HolderSeen;
import io.duality.model.LeakSeen;
import java.util.List;

/** How what keeps a leak is told: the way from the root, how much it has, how much comes. */
final class HolderWords {
  private static final int MOST = 5;
  private static final int LAST = 3;

  private final LeakSeen leak;

  HolderWords(LeakSeen leak) {
    this.leak = leak;
  }

  /** From the root on; empty when nothing is known. A long way loses its middle. */
  String path() {
    List<String> path = leak.holders();
    return path.size() <= MOST
        ? String.join(" -> ", path)
        : path.get(0)
            + " -> … -> "
            + String.join(" -> ", path.subList(path.size() - LAST, path.size()));
  }

  /** {@code 1,204,000 entries (+47,800/min)}; empty when nobody counted. */
  String sizes() {
    if (leak.keptBy().isEmpty()) {
      return "";
    }
    HolderSeen holder = leak.keptBy().get(0);
    long rate = holder.perMinute();
    return (holder.estimated() ? "about " : "")
        + PoolWords.number(holder.entriesNow())
        + (holder.entriesNow() == 1 ? " entry" : " entries")
        + (holder.count() > 1 ? " in " + PoolWords.number(holder.count()) + " of them" : "")
        + (rate > 0 ? " (+" + PoolWords.number(rate) + "/min)" : "")
        + (holder.holds() ? "" : ", which grew alike");
  }

  /** The field or the root next to it: where it would be removed from; empty when not known. */
  String nearest() {
    List<String> path = leak.keptBy().isEmpty() ? leak.holders() : leak.keptBy().get(0).path();
    for (int i = path.size() - 1; i > 0 && !leak.keptBy().isEmpty(); i--) {
      if (!path.get(i).startsWith("[")) {
        return path.get(i);
      }
    }
    return path.isEmpty() ? "" : path.get(0);
  }

  /** {@code Cache.entries, 1,204,000 entries (+47,800/min)}, plain. */
  String brief() {
    String sizes = sizes();
    return nearest() + (sizes.isEmpty() ? "" : ", " + sizes);
  }

  /** {@code It is kept by …}, in Markdown; null when nothing is known. */
  String sentence() {
    if (leak.holders().isEmpty()) {
      return null;
    }
    String sizes = sizes();
    String others =
        leak.keptBy().size() < 2 || !leak.keptBy().get(1).holds()
            ? ""
            : " Perhaps also by "
                + Words.code(String.join(" -> ", leak.keptBy().get(1).path()))
                + ".";
    return "It is kept by "
        + Words.code(path())
        + (sizes.isEmpty() ? "." : ": " + sizes + ".")
        + others;
  }
}
