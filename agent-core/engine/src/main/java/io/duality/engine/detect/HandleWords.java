package io.duality.engine.detect;

import io.duality.engine.detect.HandleHistory.Grown;
import io.duality.model.HandleSeen;
import io.duality.model.Vitals;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import io.duality.model.config.VitalKeys;

/** What an alarm about handles says. */
final class HandleWords {
  private HandleWords() {}

  static String condition(TriggerSettings rule) {
    return "growth over "
        + Units.print(rule.get(TriggerKeys.WINDOW))
        + " without a plateau, exhausted in < "
        + Units.print(rule.get(VitalKeys.HORIZON));
  }

  static String percent(double share) {
    return Math.round(share * 1000) / 10.0 + "%";
  }

  /** {@code files /data/export/*.csv: 120 to 340 open in 60 s, 3.7/s more}. */
  static String growth(Grown grown) {
    StringBuilder said = new StringBuilder(subject(grown));
    said.append(": ").append(grown.before()).append(" to ").append(grown.now());
    said.append(' ').append(state(grown.kind()));
    said.append(" in ").append(Units.spoken(grown.overNanos(), " ")).append(", ");
    said.append(Sentences.rate(grown.perSecond())).append("/s more");
    made(said, grown);
    if (grown.exhaustedInNanos() != Vitals.UNKNOWN) {
      said.append("; the limit of ").append(grown.limit()).append(" is reached in ");
      said.append(Units.spoken(grown.exhaustedInNanos(), " "));
    }
    return said.toString();
  }

  /** {@code descriptors: 3400 of 4096 open, most of them /data/export/*.csv}. */
  static String level(Grown grown) {
    StringBuilder said = new StringBuilder(grown.kind());
    said.append(": ").append(grown.now()).append(" of ").append(grown.limit()).append(' ');
    said.append(state(grown.kind()));
    if (grown.group() != null) {
      said.append(", most of them ").append(grown.group());
    }
    made(said, grown);
    return said.toString();
  }

  private static String subject(Grown grown) {
    return grown.group() == null ? grown.kind() : grown.kind() + " " + grown.group();
  }

  private static void made(StringBuilder said, Grown grown) {
    if (grown.madeAt() != null) {
      boolean threads = grown.kind().equals(HandleSeen.THREADS);
      said.append(threads ? ", started by " : ", made by ").append(grown.madeAt());
    }
  }

  private static String state(String kind) {
    return switch (kind) {
      case HandleSeen.THREADS, HandleSeen.LOADERS -> "live";
      case HandleSeen.THREAD_LOCALS -> "set";
      default -> "open";
    };
  }
}
