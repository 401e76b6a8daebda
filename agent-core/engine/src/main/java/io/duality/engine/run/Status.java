package io.duality.engine.run;

import io.duality.boot.EndedWaits;
import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import io.duality.boot.TaskNotes;
import io.duality.boot.Tasks;
import io.duality.engine.blackbox.Identification;
import io.duality.engine.log.AgentLog;
import io.duality.engine.trigger.Standing;
import io.duality.engine.weave.Weaver;
import io.duality.model.HookState;
import io.duality.model.config.ConfigValue;
import io.duality.model.config.Origin;
import io.duality.model.config.TriggerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code duality status PID} prints. */
final class Status {
  private final StringBuilder out = new StringBuilder(4096);

  private Status() {}

  static String text(Parts parts, Watch watch, Station station) {
    Status status = new Status();
    status.head(parts, watch, station);
    status.hooks(parts);
    status.seen(watch);
    status.triggers(parts, station);
    status.configuration(parts);
    return status.out.toString();
  }

  private void head(Parts parts, Watch watch, Station station) {
    line(
        "duality %s in %s, pid %d", parts.version(), parts.service().name(), parts.process().pid());
    line(
        "jvm: %s%s",
        parts.process().jvm(), Weaver.unverifiedJdk() == null ? "" : ", " + Weaver.unverifiedJdk());
    String off = parts.killSwitch().text();
    String left =
        parts.killSwitch().isSparing()
            ? "only deadlocks, exhausted memory and crashes are watched"
            : "nothing is watched";
    line("%s", off == null ? "armed" : off + "; " + left + ", `rearm` lifts it");
    line("bundles: %s", parts.directory().file());
    line("live: %s", station.live().path());
    String reason = station.flight().ring().reason();
    line("recording: %s", reason == null ? "running" : reason);
    String box = station.box().reason();
    String dump = parts.oomDump().reason();
    line("heap dump on OutOfMemoryError: %s", dump == null ? "armed" : "not armed, " + dump);
    line("black box: %s", box == null ? "written" : "off, " + box);
    line("exit hears: %s", LastWords.heard(parts.config(), Identification.handlesSignals()));
    line(
        "watch: %d rounds, %d looks, %d late, %d failed; one look %s",
        watch.rounds(),
        watch.looks().taken(),
        watch.late(),
        watch.failures(),
        watch.looks().cost());
    line("overhead: %s", watch.economy().text());
    line(
        "threads: duality-watch, duality-capture, duality-jfr, duality-events, duality-hiccup; now"
            + " and then duality-heap, duality-metric, duality-switch, duality-rehearsal; in a"
            + " capture duality-step-*; once at start duality-start, duality-recover,"
            + " duality-self-tests; at exit duality-exit, duality-exit-work,"
            + " duality-exit-recording");
  }

  private void hooks(Parts parts) {
    List<HookState> states = parts.weaver().states();
    long armed = states.stream().filter(HookState::armed).count();
    line("");
    long proven = states.stream().filter(s -> s.standing() == HookState.Standing.PROVEN).count();
    line("hooks: %d of %d armed, %d calls failed", armed, states.size(), Hooks.failures());
    line("self-tests: %d hooks proven", proven);
    for (HookState state : states) {
      boolean tested = state.standing() == HookState.Standing.PROVEN;
      line("  %s%s", state.line(), tested ? ", proven" : "");
    }
    for (HookState state : parts.contexts().states()) {
      line("  %s", state.line());
    }
    for (HookState state : parts.libraries().states()) {
      line("  %s", state.line());
    }
  }

  private void seen(Watch watch) {
    line("");
    line("names: %d live, %d refused for the limit", Names.live(), Names.unnamed());
    line(
        "waits: %d open, %d ended ones noted and %d of them lost, %d overflows of %d slots",
        open(), EndedWaits.next(), watch.history().lost(), Slots.overflows(), Slots.capacity());
    line(
        "tasks: %d events noted, %d skipped for their rate and %d lost; %d stamps lost, %d"
            + " overflows",
        TaskNotes.next(),
        TaskNotes.skipped(),
        watch.looks().taskEventsLost(),
        Tasks.lostStamps(),
        Tasks.overflows());
    line("leaks: %s", watch.leaks().text());
    line("log: %d lines dropped", AgentLog.dropped());
  }

  private static int open() {
    OpenSlot slot = new OpenSlot();
    int open = 0;
    for (int i = 0; i < Slots.capacity(); i++) {
      boolean its = Slots.read(i, slot) && !slot.thread.getName().startsWith("duality-");
      open += its ? 1 : 0;
    }
    return open;
  }

  private void triggers(Parts parts, Station station) {
    line("");
    List<String> on = new ArrayList<>();
    List<String> off = new ArrayList<>();
    for (TriggerSettings trigger : parts.config().triggers()) {
      boolean forOthers = trigger.watched() && !trigger.enabled();
      (trigger.enabled() ? on : off)
          .add(trigger.name() + (forOthers ? " (but watched for others)" : ""));
    }
    line("on: %s; off: %s", String.join(", ", on), off.isEmpty() ? "none" : String.join(", ", off));
    List<Standing> standings = station.triggers().standings();
    line("triggers: %s", standings.isEmpty() ? "nothing has been suspected" : "");
    for (Standing standing : standings) {
      line("  %s: %s (%s)", standing.trigger(), standing.text(), standing.sentence());
    }
    for (String together : station.triggers().coincidences(Instant.now())) {
      line("  together: %s", together);
    }
    line("  ledger: %d lines could not be written", station.ledger().unwritten());
  }

  private void configuration(Parts parts) {
    line("");
    line("configured:");
    boolean any = false;
    for (ConfigValue<?> value : parts.config().values()) {
      if (!value.origin().equals(Origin.DEFAULT)) {
        line("  %s", value.line());
        any = true;
      }
    }
    if (!any) {
      line("  nothing, the defaults hold");
    }
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
