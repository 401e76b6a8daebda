package io.duality.diagnosis;

import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a leak is told: what grows, since when, who keeps it, who allocates it. */
final class LeakWords {
  private final Case incident;
  private final LeakSeen leak;

  LeakWords(Case incident, LeakSeen leak) {
    this.incident = incident;
    this.leak = leak;
  }

  /** When it was counted first. */
  Instant baseline() {
    return incident.graph().look().at().minusNanos(leak.overNanos());
  }

  /**
   * {@code com.acme.Session, 412,000 more than at 02:10Z, allocated by GET /session (81 %) at …}.
   */
  String title() {
    StringBuilder text = new StringBuilder();
    if (classes()) {
      text.append(PoolWords.number(more())).append(" more classes than at ").append(minute());
      text.append(patterned() ? ", most of them " + leak.what() : "");
      text.append(leak.holders().isEmpty() ? "" : " in " + leak.holders().get(0));
    } else {
      text.append(leak.what())
          .append(", ")
          .append(counted() ? PoolWords.number(more()) : bytes().replace("+", ""))
          .append(" more than at ")
          .append(minute());
    }
    if (!leak.activities().isEmpty()) {
      LeakSeen.Share first = leak.activities().get(0);
      text.append(allocated() ? ", allocated by " : ", made for ")
          .append(name(first))
          .append(" (")
          .append(share(first));
      text.append(')');
    } else if (leak.allocatedAt() != null) {
      text.append(allocated() ? ", allocated" : ", made");
    }
    return text.append(Sites.at(leak.allocatedAt())).toString();
  }

  /** {@code com.acme.Session grew by 412,000 since 02:10Z, allocated by …}. */
  String grew() {
    return title()
        .replaceFirst(", ([^ ]+(?: [KMGT]?i?B)?) more than at ([0-9:]+Z)", " grew by $1 since $2");
  }

  /** The root's sentences, in Markdown. */
  String sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        (classes() ? "The number of loaded classes" : Words.code(leak.what()))
            + " grows: "
            + before()
            + " at "
            + Words.time(baseline()).substring(0, 8)
            + "Z, "
            + now()
            + (leak.kind().equals(MemorySeen.HEAP) ? " when counted last" : " now")
            + (counted() && leak.bytesNow() > 0 && leak.bytesBefore() >= 0
                ? " (+" + Amounts.bytes(leak.bytesNow() - leak.bytesBefore()) + ")"
                : counted() && leak.bytesNow() > 0
                    ? " (" + Amounts.bytes(leak.bytesNow()) + ")"
                    : "")
            + (leak.diffs() > 1 ? ", more in each of " + leak.diffs() + " comparisons" : "")
            + ".");
    String holders = classes() ? null : new HolderWords(leak).sentence();
    if (classes()) {
      defined(sentences);
    } else if (holders != null) {
      sentences.add(holders);
    }
    allocation(sentences);
    return String.join(" ", sentences);
  }

  /** Which classes come, which loaders define them, and who keeps these. */
  private void defined(List<String> sentences) {
    if (leak.holders().isEmpty()) {
      return;
    }
    sentences.add(
        (patterned() ? "Most of those that come are " + Words.code(leak.what()) + ", in " : "In ")
            + Words.text(leak.holders().get(0))
            + ".");
    for (String keeper : leak.holders().subList(1, leak.holders().size())) {
      sentences.add("Such loaders are kept by " + Words.text(keeper) + ".");
    }
  }

  /** Whether it is class metadata, of which the classes were counted. */
  boolean classes() {
    return leak.kind().equals("metaspace") && counted();
  }

  /** Whether it is known how the classes that come are named. */
  private boolean patterned() {
    return !leak.what().equals("class metadata");
  }

  /** What was counted, as code where it is a name. */
  String counts() {
    return classes() ? "loaded classes" : Words.code(leak.what());
  }

  private void allocation(List<String> sentences) {
    if (!leak.activities().isEmpty()) {
      List<String> shares = new ArrayList<>();
      for (LeakSeen.Share share : leak.activities()) {
        shares.add(
            (share.spanName().isEmpty() ? "work without a trace" : Words.code(share.spanName()))
                + " ("
                + share(share)
                + ", "
                + share.samples()
                + " of "
                + Words.count(share.of(), "sample")
                + ")");
      }
      sentences.add(
          (allocated() ? "What stays alive is allocated by " : "What stays is made for ")
              + Words.some(shares, 3)
              + (leak.allocatedAt() == null ? "" : " at " + Words.code(leak.allocatedAt()))
              + ages()
              + ".");
    } else if (leak.allocatedAt() != null) {
      sentences.add(
          (allocated() ? "It is allocated at " : "It is made at ")
              + Words.code(leak.allocatedAt())
              + ages()
              + ".");
    }
  }

  /** {@code GET /session (81 %)}: who allocates most of it; empty when nobody knows. */
  String allocator() {
    return leak.activities().isEmpty()
        ? ""
        : Words.code(name(leak.activities().get(0))) + " (" + share(leak.activities().get(0)) + ")";
  }

  /** A leak has old and young ones; what is only young is given back some time. */
  private String ages() {
    if (leak.ages().size() < 2) {
      return "";
    }
    long youngest = leak.ages().stream().mapToLong(Long::longValue).min().orElse(0);
    long oldest = leak.ages().stream().mapToLong(Long::longValue).max().orElse(0);
    return "; the samples are "
        + Words.duration(youngest)
        + " to "
        + Words.duration(oldest)
        + " old"
        + (oldest > leak.overNanos() / 2 ? ": old ones are not given back" : "");
  }

  private static String name(LeakSeen.Share share) {
    return share.spanName().isEmpty() ? "work without a trace" : share.spanName();
  }

  private static String share(LeakSeen.Share share) {
    return share.of() <= 0 ? "?" : Amounts.percent((double) share.samples() / share.of());
  }

  private long more() {
    return leak.countNow() - leak.countBefore();
  }

  /** {@code 02:10Z}: seconds do not matter for what grows over minutes. */
  String minute() {
    String time = Words.time(baseline());
    return (leak.overNanos() > 120_000_000_000L ? time.substring(0, 5) : time.substring(0, 8))
        + "Z";
  }

  /** {@code +188 MiB}; empty when nobody knows. */
  String bytes() {
    return leak.bytesNow() == Vitals.UNKNOWN || leak.bytesBefore() == Vitals.UNKNOWN
        ? ""
        : "+" + Amounts.bytes(leak.bytesNow() - leak.bytesBefore());
  }

  /** {@code +412,000}, or bytes where nobody counts. */
  String count() {
    return counted() ? "+" + PoolWords.number(more()) : bytes();
  }

  /** {@code 1,204}, or bytes where nobody counts. */
  String before() {
    return counted() ? PoolWords.number(leak.countBefore()) : Amounts.bytes(leak.bytesBefore());
  }

  /** {@code 413,204}, or bytes where nobody counts. */
  String now() {
    return counted() ? PoolWords.number(leak.countNow()) : Amounts.bytes(leak.bytesNow());
  }

  /** Whether it is memory; other things are made. */
  private boolean allocated() {
    return List.of("heap", "direct buffers", "mapped buffers").contains(leak.kind());
  }

  private boolean counted() {
    return leak.countNow() >= 0 && leak.countBefore() >= 0;
  }

  /** Some traces that allocated it, as code; empty when none is known. */
  List<String> traces() {
    return leak.activities().stream()
        .flatMap(share -> share.traces().stream())
        .limit(2)
        .map(Words::code)
        .toList();
  }
}
