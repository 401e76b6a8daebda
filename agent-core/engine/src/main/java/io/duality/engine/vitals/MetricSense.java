package io.duality.engine.vitals;

import io.duality.engine.log.AgentLog;
import io.duality.model.config.MetricName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Reads the numbers that metric triggers compare. An MBean's attribute may run code of the
 * application, which may block: it is read on a thread made for that reading, one at a time, and a
 * reading that takes too long is left behind.
 */
public final class MetricSense implements Sense {
  private static final Logger LOG = AgentLog.of(MetricSense.class);
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long HEARD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Supplier<List<MetricName>> wanted;
  private final Function<String, Double> own;
  private final Map<String, Heard> heard = new ConcurrentHashMap<>();
  private final Map<String, String> noted = new HashMap<>();
  private final Set<String> listened = new HashSet<>();
  private BeanReading reading;
  private Map<String, Double> beans = Map.of();
  private volatile Map<String, Double> values = Map.of();

  private record Heard(double value, long nanos) {}

  /**
   * @param wanted what triggers compare now
   * @param own a counter of the agent by its name, or null while it is not known
   */
  public MetricSense(Supplier<List<MetricName>> wanted, Function<String, Double> own) {
    this.wanted = wanted;
    this.own = own;
  }

  /** What was read last, by the name as it is configured; what is not there is not known. */
  public Map<String, Double> values() {
    return values;
  }

  @Override
  public void listen(EventWatch events) {
    for (MetricName name : wanted.get()) {
      if (name.source() == MetricName.Source.EVENT && listened.add(name.text())) {
        // Without limits the recorder would tell every one, with its stack, to all recordings.
        events.on(
            name.owner(),
            event -> hear(name, event),
            "period",
            "1 s",
            "threshold",
            "20 ms",
            "throttle",
            "100/s",
            "stackTrace",
            "false");
      }
    }
  }

  private void hear(MetricName name, EventWatch.Event event) {
    double value = event.real(name.attribute(), Double.NaN);
    if (!Double.isNaN(value)) {
      heard.put(name.text(), new Heard(value, System.nanoTime()));
    }
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    List<MetricName> names = wanted.get();
    if (names.isEmpty()) {
      values = Map.of();
      return;
    }
    Map<String, Double> read = new HashMap<>();
    List<MetricName> asked = new ArrayList<>();
    for (MetricName name : names) {
      switch (name.source()) {
        case OWN -> put(read, name.text(), own.apply(name.attribute()));
        case EVENT -> put(read, name.text(), event(name, now));
        case BEAN -> asked.add(name);
      }
    }
    if (!asked.isEmpty()) {
      ask(asked, into, now);
      read.putAll(beans);
    }
    values = read;
  }

  private static void put(Map<String, Double> into, String name, Double value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  private Double event(MetricName name, long now) {
    if (!listened.contains(name.text())) {
      note(name.text(), "events are listened to from the next start on");
      return null;
    }
    Heard last = heard.get(name.text());
    return last == null || now - last.nanos() > HEARD_NANOS ? null : last.value();
  }

  private void ask(List<MetricName> names, VitalsBuilder into, long now) {
    if (reading != null && !reading.isOver()) {
      if (now - reading.begun() > LIMIT_NANOS) {
        beans = Map.of();
        String slow = "did not answer within 5 s and is not asked again until it does";
        note(reading.current(), slow);
        into.unknown(reading.current(), "its value", slow);
      }
      return;
    }
    if (reading != null) {
      beans = reading.values();
      reading.problems().forEach(this::note);
      reading.problems().forEach((name, why) -> into.unknown(name, "its value", why));
    }
    reading = BeanReading.begin(names, now);
  }

  /** One line for each thing that is wrong with a metric, when it is new. */
  private void note(String name, String why) {
    if (!why.equals(noted.put(name, why))) {
      LOG.warn("metric {}: {}", name, why);
    }
  }
}
