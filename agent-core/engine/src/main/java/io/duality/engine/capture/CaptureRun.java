package io.duality.engine.capture;

import io.duality.diagnosis.FindingsJson;
import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.BundleWriter;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Redaction;
import io.duality.model.BundleFiles;
import io.duality.model.CaptureRequest;
import io.duality.model.FileEntry;
import io.duality.model.Look;
import io.duality.model.Manifest;
import io.duality.model.StepResult;
import io.duality.model.StepResult.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The making of one bundle: what is known first is written first. */
final class CaptureRun {
  private static final long SMALL = 256 << 10;
  private static final String HEAP = "heap";
  private static final String HISTOGRAM = "histogram";
  private static final Set<String> OURS =
      Set.of(
          CapturePlan.THREADS,
          CapturePlan.WAITS,
          CapturePlan.RESOURCES,
          CapturePlan.RECORDING,
          CapturePlan.CONTEXT,
          CapturePlan.SUMMARY,
          CapturePlan.FINDINGS);

  private final CaptureRequest request;
  private final CaptureSources sources;
  private final FlightRing ring;
  private final CaptureSettings settings;
  private final List<Artefact> further;
  private final CountDownLatch hurry;
  private final CapturePlan plan;
  private final Incident incident;
  private final Redaction redaction;
  private final Steps steps;
  private final Set<String> taken = new HashSet<>();
  private final ThreadPrints prints;

  /** Why nothing is judged, or null. */
  private final String narrow = Incident.judgedBefore() ? null : ClassRoom.shortage();

  private Incident.Verdict verdict;

  CaptureRun(
      CaptureRequest request,
      CaptureSources sources,
      FlightRing ring,
      CaptureSettings settings,
      List<Artefact> further,
      Pauses pauses,
      CountDownLatch hurry) {
    this.request = request;
    this.sources = sources;
    this.ring = ring;
    this.settings = settings;
    this.further = further;
    this.hurry = hurry;
    plan = CapturePlan.of(request.steps());
    incident = new Incident(request, sources, settings.idle());
    redaction = new Redaction(settings.secretKeys());
    steps = new Steps(settings, pauses, narrow != null);
    prints =
        new ThreadPrints(request.bundleId(), incident, sources, settings, steps, narrow == null);
  }

  CaptureEnd run(BundleDirectory directory, LiveProcess live) {
    steps.clock("trigger");
    incident.looked(sources.recent());
    BundleWriter writer;
    try {
      writer = BundleWriter.open(directory, live, manifest(), settings.bundleBytes());
    } catch (IOException e) {
      return new CaptureEnd.NotPublished("no bundle can be begun: " + Failed.describe(e));
    }
    try {
      steps.writeTo(writer, this::manifest);
      steps.summary(seen());
      body();
    } catch (RuntimeException | Error e) {
      steps.unfinished("the capture broke off: " + Failed.describe(e));
    }
    return publish(writer);
  }

  /** What the trigger saw: all that there is when the JVM ends before anything is judged. */
  private String seen() {
    return "# Trigger "
        + request.trigger()
        + " fired, nothing is judged yet\n\n    "
        + request.alarm().sentence().replaceAll("\\p{Cntrl}", " ")
        + '\n';
  }

  private void body() {
    verdict("first-verdict");
    if (plan.wants(CapturePlan.THREADS) || plan.wants(CapturePlan.WAITS)) {
      steps.run("look", 0, 0, () -> sources.look(true), this::looked);
    }
    if (plan.wants(CapturePlan.THREADS)) {
      prints.take(1);
    }
    if (plan.wants(CapturePlan.WAITS) || plan.wants(CapturePlan.RESOURCES)) {
      verdict("dump-verdict");
    }
    series();
    recording();
    context();
    for (String asked : plan.artefacts()) {
      other(asked, request);
    }
    sources.complete();
    joined();
    verdict(CapturePlan.FINDINGS);
  }

  /** What triggers that fired meanwhile ask for beyond this one's. */
  private void joined() {
    for (CaptureRequest later : sources.additional()) {
      for (String asked : CapturePlan.of(later.steps()).artefacts()) {
        other(asked, later);
      }
    }
  }

  private StepOutcome looked(Look look) {
    incident.looked(List.of(look));
    return Captured.of(0);
  }

  /** Judges what is known, and writes everything that follows from it. */
  private void verdict(String step) {
    if (narrow != null) {
      unjudged(step);
      return;
    }
    List<StepResult> before = steps.results();
    steps.run(
        step,
        SMALL,
        0,
        () -> {
          Incident.Verdict made = incident.judge(before);
          Map<String, Object> resources =
              plan.wants(CapturePlan.RESOURCES)
                  ? ResourcesDocument.of(
                      request.bundleId(),
                      incident.graphs(made),
                      made.evidence().dump(),
                      made.evidence().histories(),
                      made.evidence().health())
                  : null;
          return new Judged(made, resources);
        },
        judged -> {
          verdict = judged.verdict;
          steps.summary(verdict.summary());
          boolean last = step.equals(CapturePlan.FINDINGS);
          if (plan.wants(CapturePlan.WAITS)) {
            part(last, CapturePlan.WAITS, BundleFiles.WAITS, verdict.waits());
          }
          if (judged.resources != null) {
            part(last, CapturePlan.RESOURCES, BundleFiles.RESOURCES, judged.resources);
          }
          Set<String> files = last ? Citations.written(steps.files()) : Citations.planned(plan);
          return steps.document(
              BundleFiles.FINDINGS, FindingsJson.tree(Citations.only(verdict.findings(), files)));
        });
  }

  /** What is known is written all the same. */
  private void unjudged(String step) {
    steps.skip(step, narrow);
    steps.summary(
        "# Trigger " + request.trigger() + " fired, nothing is judged\n\n" + narrow + '\n');
  }

  /** A document that is written with every verdict, and reported once. */
  private void part(boolean last, String step, String file, Map<String, Object> tree) {
    long started = System.nanoTime();
    StepOutcome outcome = steps.document(file, tree);
    if (last || outcome instanceof Failed) {
      steps.done(step, started, -1, outcome);
    }
  }

  private record Judged(Incident.Verdict verdict, Map<String, Object> resources) {}

  private void series() {
    long next = System.nanoTime();
    for (int number = 2; number <= plan.looks() && plan.wants(CapturePlan.THREADS); number++) {
      next += plan.gap().toNanos();
      if (waitUntil(next)) {
        steps.skip(CapturePlan.THREADS + "-" + number, "the JVM is shutting down");
      } else {
        prints.take(number);
      }
    }
  }

  private void recording() {
    if (!plan.wants(CapturePlan.RECORDING)) {
      return;
    }
    if (ring.running()) {
      long age = Duration.between(request.at(), Instant.now()).toNanos();
      waitUntil(System.nanoTime() + settings.recordingAfter().toNanos() - Math.max(0, age));
    }
    steps.external(
        CapturePlan.RECORDING, BundleFiles.RECORDING, ring.estimateBytes(), 0, ring::dump);
    steps.clock("recording");
  }

  private void context() {
    Manifest manifest = manifest();
    long checksums = settings.checksums().toNanos();
    steps.run(
        CapturePlan.CONTEXT,
        SMALL,
        0,
        () -> ContextDocument.of(manifest, sources.agent(), redaction, checksums),
        tree -> steps.document(BundleFiles.CONTEXT, tree));
  }

  private void other(String asked, CaptureRequest why) {
    if (OURS.contains(asked) || !taken.add(asked)) {
      return;
    }
    boolean known = false;
    for (Artefact artefact : further) {
      if (artefact.name().equals(asked)) {
        known = true;
        steps.external(asked, artefact, target -> artefact.write(why, target));
      }
    }
    if (known && asked.equals(HEAP) && !steps.went(asked)) {
      other(HISTOGRAM, why); // the least that tells what is on the heap
    } else if (!known) {
      steps.skip(asked, "no artefact of this name: threads, waits, resources, recording are known");
    }
  }

  /** Returns true at once or later when the JVM is shutting down. */
  private boolean waitUntil(long nanos) {
    long end = Math.min(nanos, steps.deadline());
    while (true) {
      try {
        return hurry.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException byTheApplication) {
        Thread.interrupted(); // one that interrupts every thread does not mean this one
      }
    }
  }

  private Manifest manifest() {
    return manifest(false, List.of());
  }

  private Manifest manifest(boolean complete, List<FileEntry> files) {
    Incident.Verdict made = verdict;
    return new Manifest(
        Manifest.SCHEMA_VERSION,
        request.bundleId(),
        complete,
        sources.service(),
        sources.process(),
        request,
        sources.additional(),
        made == null ? List.of() : made.traces(),
        made == null ? null : made.findings().signature(),
        incident.occurrence(),
        steps.clocks(),
        steps.results(),
        files,
        redaction.rules(),
        redaction.replaced());
  }

  private CaptureEnd publish(BundleWriter writer) {
    for (String asked : plan.artefacts()) {
      steps.missing(asked);
    }
    steps.clock("published");
    try {
      boolean complete =
          steps.results().stream().noneMatch(step -> step.status() == Status.MISSING);
      Manifest last = manifest(complete, writer.files());
      Path bundle = writer.publish(last, complete);
      return new CaptureEnd.Published(bundle, last);
    } catch (IOException e) {
      return new CaptureEnd.NotPublished(
          "the bundle stays in "
              + writer.path()
              + " and is finished at the next start: "
              + Failed.describe(e));
    }
  }
}
