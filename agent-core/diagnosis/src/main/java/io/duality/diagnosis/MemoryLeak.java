package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.LeakSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** S10: memory that stays alive grows, told with who allocates it, as far as that was seen. */
final class MemoryLeak implements Rule {
  private static final Set<String> KINDS =
      Set.of(MemorySeen.HEAP, MemorySeen.DIRECT, MemorySeen.MAPPED, MemorySeen.METASPACE);

  private static final long SOON_NANOS = 3_600_000_000_000L;
  private static final int MOST_SHARES = 3;
  private static final EvidenceRef HISTOGRAM = new EvidenceRef("histogram.json", "/difference");

  @Override
  public Pattern pattern() {
    return Pattern.S10;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return incident.evidence().health().baseline() == null
            && incident.evidence().health().leaks().stream()
                .noneMatch(leak -> leak.kind().equals(MemorySeen.HEAP))
        ? "no class histogram was taken before, so nothing shows which class grows"
        : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    boolean heap = false;
    for (LeakSeen leak : incident.evidence().health().leaks()) {
      boolean its = leak.kind().equals(MemorySeen.HEAP);
      if (KINDS.contains(leak.kind()) && !(its && heap)) {
        heap |= its; // the first class of the heap says most, the others come with it
        findings.add(finding(incident, leak));
      }
    }
    return findings;
  }

  private Finding finding(Case incident, LeakSeen leak) {
    Set<String> traces = new LinkedHashSet<>();
    leak.activities().forEach(share -> traces.addAll(share.traces()));
    boolean explained = leak.allocatedAt() != null || !traces.isEmpty();
    boolean soon = leak.exhaustedInNanos() >= 0 && leak.exhaustedInNanos() < SOON_NANOS;
    boolean mayFill = MayFill.is(incident.evidence().health(), leak);
    return new Finding(
        pattern(),
        new Subject("class", Words.plain(leak.what())),
        statement(leak) + (mayFill ? "; it may be " + MayFill.harmless(leak) + ", not a leak" : ""),
        mayFill ? 0.5 : explained ? 0.9 : 0.75,
        soon && !mayFill ? Severity.CRITICAL : Severity.WARNING,
        List.of(),
        List.copyOf(traces),
        leak.kind().equals(MemorySeen.HEAP) && leak.bytesNow() >= 0
            ? List.of(HISTOGRAM)
            : List.of(),
        duals(incident, leak, traces));
  }

  private static String statement(LeakSeen leak) {
    List<String> parts = new ArrayList<>();
    boolean classes = leak.kind().equals(MemorySeen.METASPACE) && leak.countNow() >= 0;
    parts.add(
        (leak.kind().equals(MemorySeen.HEAP) ? "" : leak.kind() + ": ")
            + (classes ? "loaded classes" : Words.plain(leak.what()))
            + " grew from "
            + amount(leak.countBefore(), leak.bytesBefore())
            + " to "
            + amount(leak.countNow(), leak.bytesNow())
            + " in "
            + about(leak.overNanos())
            + ", in "
            + Words.count(leak.diffs(), "comparison"));
    if (classes && !leak.holders().isEmpty()) {
      parts.add(
          "most of those that came are "
              + Words.plain(leak.what())
              + " in "
              + Words.plain(String.join(", kept by ", leak.holders())));
    } else if (!leak.holders().isEmpty()) {
      String sizes = new HolderWords(leak).sizes();
      parts.add(
          "kept by "
              + Words.plain(String.join(" -> ", leak.holders()))
              + (sizes.isEmpty() ? "" : ", " + sizes));
    } else if (leak.notFound() != null) {
      parts.add("who keeps it is not known, " + Words.plain(leak.notFound()));
    }
    if (leak.allocatedAt() != null) {
      parts.add((classes ? "made at " : "allocated at ") + Words.plain(leak.allocatedAt()));
    }
    if (!leak.activities().isEmpty()) {
      parts.add(
          "by "
              + Words.some(
                  leak.activities().stream().map(MemoryLeak::share).toList(), MOST_SHARES));
    }
    if (leak.ages().size() > 1) {
      parts.add(
          "what is alive is "
              + about(leak.ages().get(0))
              + " to "
              + about(leak.ages().get(leak.ages().size() - 1))
              + " old");
    }
    if (leak.exhaustedInNanos() >= 0) {
      parts.add("the limit is reached in " + about(leak.exhaustedInNanos()));
    }
    return String.join("; ", parts);
  }

  private static String amount(long count, long bytes) {
    return count == Vitals.UNKNOWN || (count == 0 && bytes > 0)
        ? Amounts.bytes(bytes)
        : PoolWords.number(count) + (bytes > 0 ? " (" + Amounts.bytes(bytes) + ")" : "");
  }

  /** What is reckoned is not told to the millisecond. */
  private static String about(long nanos) {
    long step = nanos < 120_000_000_000L ? 1_000_000_000L : 60_000_000_000L;
    return Words.duration(Math.max(step, (nanos + step / 2) / step * step));
  }

  private static String share(LeakSeen.Share share) {
    return (share.spanName().isEmpty() ? "work without a trace" : Words.plain(share.spanName()))
        + " "
        + Amounts.percent((double) share.samples() / Math.max(1, share.of()));
  }

  private List<Dual> duals(Case incident, LeakSeen leak, Set<String> traces) {
    List<Dual> duals = new ArrayList<>();
    for (Dual dual :
        Duals.of(
            incident,
            pattern(),
            List.of(),
            new Subject("class", Words.plain(leak.what())),
            List.of(),
            traces)) {
      duals.add(dual.pattern() == Pattern.T01 ? activity(leak, traces) : dual);
    }
    return duals;
  }

  /** Who did it: traces that allocated what is still alive. */
  private static Dual activity(LeakSeen leak, Set<String> traces) {
    if (!traces.isEmpty()) {
      LeakSeen.Share first = leak.activities().get(0);
      return Dual.confirmed(
          Pattern.T01,
          first.samples()
              + " of "
              + Words.count(first.of(), "sample")
              + " that stayed alive were allocated by "
              + share(first).replaceFirst(" [0-9.]+ %$", ""),
          List.of(new EvidenceRef("recording.jfr", "")));
    }
    return leak.activities().isEmpty()
        ? Dual.unobserved(Pattern.T01, "no sample of it was allocated while contexts were followed")
        : Dual.contradicted(Pattern.T01, "what stayed alive was allocated without a trace");
  }
}
