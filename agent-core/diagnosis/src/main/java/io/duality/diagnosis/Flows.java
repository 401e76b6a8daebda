package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.TaskEvent;
import io.duality.model.Vitals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What flows through the process, in figures per second: allocation, errors, collections, tasks.
 */
final class Flows {
  /** Tasks are counted in windows of so long. */
  private static final long WINDOW_NANOS = 5_000_000_000L;

  private static final int LEAST = 20;

  /**
   * One flow.
   *
   * @param kind what it is about: {@code process} or {@code class}
   * @param name its name
   * @param what the words for it
   * @param least what is too little to talk about, per second
   * @param bytes whether it is counted in bytes
   * @param at when each value was read
   * @param values the values
   */
  record Flow(
      String kind,
      String name,
      String what,
      double least,
      boolean bytes,
      List<Instant> at,
      List<Double> values) {
    double[] perSecond() {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    String rate(double value) {
      return bytes ? Amounts.bytesPerSecond(value) : PoolWords.rate(value);
    }
  }

  private Flows() {}

  static List<Flow> of(Case incident) {
    List<Flow> flows = new ArrayList<>();
    List<Vitals> series = incident.evidence().health().series();
    String service = incident.service();
    vital(
        flows,
        series,
        "process",
        service,
        "allocation",
        10.0 * 1024 * 1024,
        true,
        each -> each.gc().allocatedBytes());
    vital(
        flows,
        series,
        "process",
        service,
        "collections",
        1,
        false,
        each -> each.gc().collections());
    for (ErrorSeen error : incident.evidence().health().errors()) {
      vital(
          flows,
          series,
          "class",
          error.className(),
          "errors " + error.className() + Sites.at(error.site()),
          0.5,
          false,
          each -> count(each, error));
    }
    tasks(incident, flows);
    return flows;
  }

  private static double count(Vitals reading, ErrorSeen error) {
    double count = 0;
    for (ErrorSeen each : reading.errors()) {
      boolean same = each.className().equals(error.className()) && each.site().equals(error.site());
      count += same ? each.count() : 0;
    }
    return count;
  }

  private static void vital(
      List<Flow> flows,
      List<Vitals> series,
      String kind,
      String name,
      String what,
      double least,
      boolean bytes,
      ToDoubleFunction<Vitals> figure) {
    List<Vitals> known =
        series.stream().filter(v -> v.sinceNanos() > 0 && figure.applyAsDouble(v) >= 0).toList();
    double[] values = new double[known.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = figure.applyAsDouble(known.get(i)) * 1e9 / known.get(i).sinceNanos();
    }
    flows.add(
        new Flow(
            kind,
            name,
            what,
            least,
            bytes,
            known.stream().map(Vitals::at).toList(),
            boxed(values)));
  }

  private static void tasks(Case incident, List<Flow> flows) {
    Map<String, List<TaskEvent>> classes = new LinkedHashMap<>();
    for (TaskEvent event : TaskStory.events(incident)) {
      boolean ended =
          event.phase() == TaskEvent.Phase.COMPLETED || event.phase() == TaskEvent.Phase.FAILED;
      if (ended) {
        classes.computeIfAbsent(event.className(), key -> new ArrayList<>()).add(event);
      }
    }
    long now = incident.graph().nanos();
    classes.forEach(
        (name, events) -> {
          int windows = (int) ((now - events.get(0).nanos()) / WINDOW_NANOS);
          if (events.size() >= LEAST && windows > 1) {
            double[] values = new double[windows];
            List<Instant> at = new ArrayList<>();
            for (int i = 0; i < windows; i++) {
              at.add(incident.graph().look().wall(now - (windows - i) * WINDOW_NANOS));
            }
            for (TaskEvent event : events) {
              int ago = (int) ((now - event.nanos()) / WINDOW_NANOS);
              if (ago >= 0 && ago < windows) {
                values[windows - 1 - ago] += 1e9 / WINDOW_NANOS;
              }
            }
            flows.add(
                new Flow("class", name, "ended tasks " + name, 0.2, false, at, boxed(values)));
          }
        });
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
