package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.MemorySeen;
import io.duality.model.Pattern;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** S12: every kind of memory against its limit; what is near it has a finding of its own. */
final class MemoryConsumption implements Rule {
  static final EvidenceRef EVIDENCE = new EvidenceRef("resources.json", "/memory");
  private static final double NEAR = 0.9;
  private static final int MOST = 6;

  @Override
  public Pattern pattern() {
    return Pattern.S12;
  }

  @Override
  public Set<Source> needs() {
    return Set.of();
  }

  @Override
  public String blind(Case incident) {
    return last(incident) == null ? "memory was not read" : null;
  }

  private static MemorySeen last(Case incident) {
    Vitals last = incident.evidence().health().last();
    return last == null || last.memory().areas().isEmpty() ? null : last.memory();
  }

  @Override
  public List<Finding> findings(Case incident) {
    MemorySeen memory = last(incident);
    List<Finding> findings = new ArrayList<>();
    if (memory == null) {
      return findings;
    }
    List<String> clauses = new ArrayList<>();
    for (MemorySeen.Area area : memory.areas()) {
      MemorySeen.Area counted = counted(memory, area);
      if (counted.share() >= NEAR) {
        findings.add(near(incident, memory, counted));
      }
      if (clauses.size() < MOST && counted.used() > 0) {
        clauses.add(clause(memory, counted));
      }
    }
    findings.add(
        Found.about(incident, pattern(), "process", "memory")
            .at(EVIDENCE)
            .severity(Severity.INFO)
            .sure(1)
            .says(String.join("; ", clauses)));
    return findings;
  }

  /** Of the heap what collections leave, once there was one: the rest is garbage. */
  private static MemorySeen.Area counted(MemorySeen memory, MemorySeen.Area area) {
    return area.name().equals(MemorySeen.HEAP) && memory.liveBytes() >= 0
        ? new MemorySeen.Area(area.name(), memory.liveBytes(), area.limit(), area.count())
        : area;
  }

  private static String clause(MemorySeen memory, MemorySeen.Area area) {
    return area.name()
        + (area.name().equals(MemorySeen.HEAP) && memory.liveBytes() >= 0
            ? " after " + (memory.liveBy().equals("young") ? "young " : "") + "collections "
            : " ")
        + Amounts.bytes(area.used())
        + (area.limit() > 0
            ? " of " + Amounts.bytes(area.limit()) + " (" + Amounts.percent(area.share()) + ")"
            : "");
  }

  private Finding near(Case incident, MemorySeen memory, MemorySeen.Area area) {
    return Found.about(incident, pattern(), "process", area.name())
        .at(EVIDENCE)
        .severity(Severity.WARNING)
        .sure(area.name().equals(MemorySeen.HEAP) && !memory.liveBy().equals("old") ? 0.7 : 0.95)
        .says(clause(memory, area) + ": " + consequence(area.name()));
  }

  private static String consequence(String area) {
    return switch (area) {
      case MemorySeen.HEAP -> "when it is full, OutOfMemoryError: Java heap space";
      case MemorySeen.METASPACE -> "when it is full, OutOfMemoryError: Metaspace";
      case MemorySeen.CLASS_SPACE -> "when it is full, OutOfMemoryError: Compressed class space";
      case MemorySeen.DIRECT -> "when it is full, OutOfMemoryError on the next direct buffer";
      case MemorySeen.CODE_CACHE -> "when it is full, nothing is compiled any more";
      case MemorySeen.CONTAINER -> "when it is full, the kernel kills a process of the container";
      default -> "when it is full, the machine swaps or the kernel kills a process";
    };
  }
}
