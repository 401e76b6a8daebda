package io.duality.engine.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.model.Alarm;
import io.duality.model.EndedWait;
import io.duality.model.Look;
import io.duality.model.SpanSeen;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigFile;
import io.duality.model.config.ConfigResolver;
import java.util.List;
import java.util.Map;

/** The detectors of a configuration, shown one look after the other. */
final class Watched {
  private final Detectors detectors;

  private Watched(Detectors detectors) {
    this.detectors = detectors;
  }

  /** With only one trigger enabled, and further keys. */
  static Watched only(String trigger, String... more) {
    StringBuilder text = new StringBuilder();
    for (String each : List.of("stall", "deadlock", "starvation", "queue", "pinned", "heartbeat")) {
      text.append("duality.trigger.").append(each).append(".enabled=");
      text.append(each.equals(trigger)).append('\n');
    }
    if (!text.toString().contains(trigger + ".enabled=true")) {
      text.append("duality.trigger.").append(trigger).append(".enabled=true\n");
    }
    for (String line : more) {
      text.append("duality.").append(line).append('\n');
    }
    return with(text.toString());
  }

  /** With a configuration. */
  static Watched with(String text) {
    Config config = ConfigResolver.resolve(ConfigFile.parse(text, "f").entries(), List.of());
    assertEquals(List.of(), config.problems());
    return new Watched(new Detectors(config));
  }

  List<Alarm> look(Look look) {
    return look(look, List.of(), List.of(), Map.of());
  }

  List<Alarm> look(
      Look look, List<EndedWait> ended, List<SpanSeen> spans, Map<String, Long> begun) {
    Round round = new Round(look.nanos(), ended, spans, begun);
    detectors.absorb(round);
    return all(look, round).values().stream().flatMap(List::stream).toList();
  }

  /** A round with all that it knows, and its look. */
  Map<String, List<Alarm>> absorbed(Look look, Round round) {
    detectors.absorb(round);
    return all(look, round);
  }

  Map<String, List<Alarm>> all(Look look, Round round) {
    return detectors.look(look, round).alarms();
  }

  Alarm one(Look look) {
    List<Alarm> alarms = look(look);
    assertEquals(1, alarms.size(), alarms.toString());
    return alarms.get(0);
  }

  Detectors detectors() {
    return detectors;
  }

  static void silent(List<Alarm> alarms, String why) {
    assertEquals(List.of(), alarms, why);
  }
}
