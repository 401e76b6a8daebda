package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.HandleSeen;
import io.duality.model.LeakSeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * S13: what is opened, started or set again and again and never given back, by its growth; and what
 * is near its limit.
 */
final class HandleLeak implements Rule {
  private static final double NEAR = 0.8;
  private static final long SOON_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What a leak of each kind is called, and what is not done. */
  private static final Map<String, String> NAMES =
      Map.of(
          HandleSeen.DESCRIPTORS, "leak of descriptors",
          HandleSeen.FILES, "file leak",
          HandleSeen.SOCKETS, "socket leak",
          HandleSeen.PIPES, "pipe leak",
          HandleSeen.SELECTORS, "selector leak",
          HandleSeen.THREADS, "thread leak",
          HandleSeen.LOADERS, "class-loader leak",
          HandleSeen.THREAD_LOCALS, "thread-local leak",
          HandleSeen.STATEMENTS, "statement leak");

  @Override
  public Pattern pattern() {
    return Pattern.S13;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    Vitals last = incident.evidence().health().last();
    return last == null || last.handles().isEmpty() ? "handles were not counted" : null;
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    for (LeakSeen leak : incident.evidence().health().leaks()) {
      if (NAMES.containsKey(leak.kind())) {
        findings.add(leak(incident, leak));
      }
    }
    Vitals last = incident.evidence().health().last();
    if (last != null) {
      for (HandleSeen seen : last.handles()) {
        boolean part = HandleSeen.OF_DESCRIPTORS.contains(seen.kind());
        if (!part && seen.limit() > 0 && seen.count() >= NEAR * seen.limit()) {
          findings.add(level(incident, seen));
        }
      }
    }
    for (CaptureRequest request : Reason.requests(incident.evidence())) {
      if (findings.isEmpty() && request.type().equals("leak-handles")) {
        findings.add(alarm(incident, request));
      }
    }
    return findings;
  }

  private Finding leak(Case incident, LeakSeen leak) {
    boolean soon =
        leak.exhaustedInNanos() != Vitals.UNKNOWN && leak.exhaustedInNanos() < SOON_NANOS;
    boolean mayFill = MayFill.is(incident.evidence().health(), leak);
    return Found.about(incident, pattern(), "process", leak.what())
        .at(new EvidenceRef("manifest.json", "/trigger"))
        .severity(soon ? Severity.CRITICAL : Severity.WARNING)
        .sure(mayFill ? 0.5 : 0.9)
        .says(words(leak) + (mayFill ? "; it may be " + MayFill.harmless(leak) : ""));
  }

  /** {@code file leak: 120 to 340 of /data/export/*.csv in 60 s, 3.7/s more; …}. */
  static String words(LeakSeen leak) {
    StringBuilder said = new StringBuilder(NAMES.get(leak.kind()));
    said.append(": ").append(leak.countBefore()).append(" to ").append(leak.countNow());
    if (!leak.what().equals(leak.kind())) {
      said.append(" of ").append(Words.plain(leak.what()));
    }
    said.append(" in ").append(Words.duration(leak.overNanos()));
    if (leak.overNanos() > 0) {
      double rate = (leak.countNow() - leak.countBefore()) / (leak.overNanos() / 1e9);
      said.append(", ").append(String.format(Locale.ROOT, "%.1f", rate)).append("/s more");
    }
    if (leak.allocatedAt() != null) {
      said.append(leak.kind().equals(HandleSeen.THREADS) ? ", started by " : ", made by ");
      said.append(Words.plain(leak.allocatedAt()));
    }
    said.append(meaning(leak));
    if (!leak.holders().isEmpty()) {
      said.append("; held by ").append(Words.plain(String.join(", ", leak.holders())));
    }
    if (leak.exhaustedInNanos() != Vitals.UNKNOWN) {
      said.append("; at its limit in ").append(Words.duration(leak.exhaustedInNanos()));
    }
    return said.toString();
  }

  /** What is known of a leak by its kind alone. */
  private static String meaning(LeakSeen leak) {
    return switch (leak.kind()) {
      case HandleSeen.SOCKETS ->
          leak.what().endsWith("CLOSE_WAIT")
              ? "; the peer has closed them, this process has not"
              : "";
      case HandleSeen.LOADERS -> "; none of them is unloaded with its classes";
      case HandleSeen.THREAD_LOCALS -> "; set and never removed, and the threads live on";
      case HandleSeen.STATEMENTS -> "; not closed while their connections stay borrowed";
      default -> "";
    };
  }

  /** What the trigger saw, when it is no longer so or its share of the limit is a low one. */
  private Finding alarm(Case incident, CaptureRequest request) {
    return Found.about(incident, pattern(), "process", request.alarm().rootKey())
        .at(new EvidenceRef("manifest.json", "/trigger"))
        .severity(Severity.WARNING)
        .sure(0.8)
        .says(Words.plain(request.alarm().sentence(), 400));
  }

  private Finding level(Case incident, HandleSeen seen) {
    HandleSeen.Group most = seen.groups().isEmpty() ? null : seen.groups().get(0);
    return Found.about(incident, pattern(), "process", seen.kind())
        .at(new EvidenceRef("manifest.json", "/trigger"))
        .severity(Severity.WARNING)
        .sure(1)
        .says(
            seen.count()
                + " of "
                + seen.limit()
                + " "
                + seen.kind()
                + " are in use"
                + (most == null
                    ? ""
                    : ", " + most.count() + " of them " + Words.plain(most.name())));
  }
}
