package io.duality.engine.detect;

import io.duality.model.Alarm;
import io.duality.model.FailureSeen;
import io.duality.model.MemorySeen;
import io.duality.model.Vitals;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells of every OutOfMemoryError that was noticed: there is nothing to wait for. */
final class OomDetector implements Detector {
  private static final String OOM = "oom ";

  private final TriggerSettings rule;
  private final Map<String, FailureSeen> failures = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private MemorySeen memory = MemorySeen.NOTHING;

  OomDetector(TriggerSettings rule) {
    this.rule = rule;
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public boolean absorb(Round round) {
    Vitals vitals = round.vitals();
    if (vitals == null) {
      return !failures.isEmpty();
    }
    memory = vitals.memory();
    for (FailureSeen failure : vitals.failures()) {
      if (failure.kind().startsWith(OOM)
          && rule.get(TriggerKeys.KINDS).matches(failure.kind().substring(OOM.length()))) {
        failures.putIfAbsent(failure.kind(), failure);
        counts.merge(failure.kind(), 1, Integer::sum);
      }
    }
    return !failures.isEmpty();
  }

  @Override
  public List<Alarm> look(View view) {
    List<Alarm> alarms = failures.values().stream().map(this::alarm).toList();
    failures.clear();
    counts.clear();
    return alarms;
  }

  @Override
  public void nothing() {
    failures.clear();
    counts.clear();
  }

  private Alarm alarm(FailureSeen failure) {
    String kind = failure.kind().substring(OOM.length());
    String simple = failure.className().substring(failure.className().lastIndexOf('.') + 1);
    String thread = failure.threadName().isEmpty() ? "" : " on thread " + failure.threadName();
    String detail = failure.detail() == null ? "" : ": " + failure.detail();
    return new Alarm(
        "oom",
        Signatures.of("oom", List.of(kind)),
        "OutOfMemoryError",
        kind,
        simple + " (" + kind + ")" + thread + detail + figures(kind),
        "memory:" + kind,
        failure.threadId() > 0 ? List.of(failure.threadId()) : List.of(),
        0,
        failure.trace() == null || failure.trace().spanName() == null
            ? List.of()
            : List.of(failure.trace().spanName()));
  }

  private String figures(String kind) {
    MemorySeen.Area area = memory.area(kind);
    return area == null || area.limit() <= 0
        ? ""
        : "; "
            + Units.spoken(area.used())
            + " of "
            + Units.spoken(area.limit())
            + " are in use now";
  }
}
