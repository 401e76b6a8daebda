package io.duality.engine.run;

import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Slots;
import io.duality.boot.TaskNotes;
import io.duality.boot.Tasks;
import io.duality.engine.capture.AgentState;
import io.duality.engine.capture.CaptureSources;
import io.duality.engine.trigger.Ledger;
import io.duality.engine.vitals.VitalSigns;
import io.duality.engine.weave.Weaver;
import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Health;
import io.duality.model.HookState;
import io.duality.model.LeakSeen;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ResourceHistory;
import io.duality.model.ServiceInfo;
import io.duality.model.Unknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a capture may ask of the rest of the agent. */
final class Sources implements CaptureSources {
  private final Parts parts;
  private final Watch watch;
  private final Ledger ledger;
  private final Captures captures;

  Sources(Parts parts, Watch watch, Ledger ledger, Captures captures) {
    this.parts = parts;
    this.watch = watch;
    this.ledger = ledger;
    this.captures = captures;
  }

  @Override
  public ServiceInfo service() {
    return parts.service();
  }

  @Override
  public ProcessInfo process() {
    return parts.process();
  }

  @Override
  public Look look(boolean confirm) {
    return watch.looks().take(confirm);
  }

  @Override
  public List<Look> recent() {
    return watch.looks().recent();
  }

  @Override
  public List<EndedWait> ended() {
    return watch.history().waits();
  }

  @Override
  public List<ResourceHistory> histories() {
    return watch.history().histories(System.nanoTime());
  }

  @Override
  public List<Unknown> unknown() {
    List<Unknown> unknown = new ArrayList<>();
    String off = parts.killSwitch().text();
    if (off != null) {
      String how = "the agent is " + off + "; waits are only sampled";
      unknown.add(new Unknown("hooks", "what they would have seen", how));
    }
    Unknown spared = watch.economy().unknown();
    if (spared != null) {
      unknown.add(spared);
    }
    for (HookState hook : parts.weaver().states()) {
      if (hook.off()) {
        unknown.add(new Unknown(hook.name(), "its waits", hook.reason()));
      }
    }
    count(unknown, Slots.overflows(), "open waits", " waits found no free slot and were not seen");
    count(unknown, Names.unnamed(), "names", " objects got no name because a limit was reached");
    count(unknown, Hooks.failures(), "hooks", " calls of hooks failed and were hidden");
    count(unknown, Tasks.overflows(), "tasks", " tasks and pools found no place and were not seen");
    count(
        unknown, TaskNotes.skipped(), "tasks", " events of tasks came too fast and were left out");
    count(
        unknown,
        watch.looks().taskEventsLost(),
        "tasks",
        " events of tasks were overwritten unread");
    count(unknown, watch.history().lost(), "ended waits", " ended waits were overwritten unread");
    return unknown;
  }

  private static void count(List<Unknown> unknown, long count, String subject, String what) {
    if (count > 0) {
      unknown.add(new Unknown(subject, "all of them", count + what));
    }
  }

  @Override
  public Health health() {
    VitalSigns vitals = watch.vitals();
    List<LeakSeen> leaks = new ArrayList<>(watch.leaks().leaks());
    leaks.addAll(HandleLeaks.of(parts.handles()));
    List<Unknown> unknown = new ArrayList<>(vitals.unknown());
    unknown.addAll(watch.leaks().unknown());
    return new Health(
        vitals.series(),
        leaks,
        vitals.errors(),
        vitals.failures(),
        watch.leaks().baseline(),
        watch.leaks().histogram(),
        null,
        unknown);
  }

  @Override
  public AgentState agent() {
    return new AgentState(
        parts.config(),
        parts.weaver().states(),
        Weaver.unverifiedJdk() == null,
        Map.of(),
        watch.economy().standing());
  }

  @Override
  public Occurrence occurrence(String signature) {
    return ledger
        .read()
        .occurrence(
            parts.service().name(), signature, Instant.now(), parts.service().version(), null);
  }

  @Override
  public List<CaptureRequest> additional() {
    return captures.joined();
  }

  @Override
  public List<Look> joinedLooks() {
    return captures.joinedLooks();
  }

  @Override
  public void complete() {
    captures.complete();
  }
}
