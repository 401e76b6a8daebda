package io.duality.engine.capture;

import io.duality.diagnosis.FindingsJson;
import io.duality.diagnosis.IdlePolicy;
import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import io.duality.model.ThreadSeen;
import io.duality.model.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Judges incidents that nobody has, and throws the verdicts away: what loads and links the classes
 * of a capture while there is room for them. Nothing is written, no thread is stopped.
 */
public final class Rehearsal {
  private static final List<String> TYPES = List.of("wait", "memory-level", "oom");

  private Rehearsal() {}

  /** Whether a verdict was made in this process, a rehearsed one or another. */
  public static boolean done() {
    return Incident.judgedBefore();
  }

  /**
   * Takes some tenths of a second of a processor, cold; for a thread of its own.
   *
   * @throws IOException never, since nothing is written
   */
  public static void run(CaptureSources sources, IdlePolicy idle) throws IOException {
    Instant at = Instant.now();
    Look look = look(at, System.nanoTime());
    for (String type : TYPES) {
      Incident incident = new Incident(request(type, at), sources, idle);
      incident.looked(List.of(look));
      Incident.Verdict made = incident.judge(List.of());
      Writer nowhere = Writer.nullWriter();
      Json.write(nowhere, FindingsJson.tree(Citations.only(made.findings(), Set.of())));
      Json.write(nowhere, made.waits());
      Json.write(
          nowhere,
          ResourcesDocument.of(
              type,
              incident.graphs(made),
              made.evidence().dump(),
              made.evidence().histories(),
              made.evidence().health()));
    }
  }

  private static CaptureRequest request(String type, Instant at) {
    Alarm alarm =
        new Alarm(
            type,
            "rehearsal",
            "none",
            "nothing",
            "nothing happens",
            "none",
            List.of(1L),
            1,
            List.of());
    return new CaptureRequest("rehearsal", type, type, at, alarm, List.of("threads", "waits"));
  }

  /** Two threads of which one has waited long enough for a lock that the other owns. */
  private static Look look(Instant at, long now) {
    String key = "lock#1";
    StackTraceElement frame = new StackTraceElement("Rehearsal", "run", "Rehearsal.java", 1);
    return new Look(
        1,
        at,
        now,
        List.of(
            new ThreadSeen(
                1, "one", false, true, Thread.State.WAITING, null, List.of(frame, frame)),
            new ThreadSeen(2, "two", false, true, Thread.State.RUNNABLE, null, List.of(frame))),
        List.of(new OpenWait(1, key, "acquire", now - 60_000_000_000L, 0, true, SeenBy.SLOT)),
        List.of(
            new Resource(key, ResourceKind.LOCK, "lock", "Lock", 1, -1, -1, Resource.Named.CLASS)),
        List.of(new Holding(key, 2, Relation.HELD_BY, null, 1, -1, SeenBy.OWNER)),
        List.of());
  }
}
