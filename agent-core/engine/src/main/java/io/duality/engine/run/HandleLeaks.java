package io.duality.engine.run;

import io.duality.engine.detect.HandleHistory;
import io.duality.engine.detect.HandleHistory.Grown;
import io.duality.engine.vitals.LoaderHolders;
import io.duality.model.HandleSeen;
import io.duality.model.LeakSeen;
import io.duality.model.Vitals;
import io.duality.model.config.Config;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.TriggerType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What of files, sockets, threads, class loaders and thread-locals accumulates, for a bundle. */
final class HandleLeaks {
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private HandleLeaks() {}

  /** Over how long growth is looked for: what a trigger may fire on is explained too. */
  static long window(Config config) {
    long window = WINDOW_NANOS;
    for (TriggerSettings trigger : config.triggers()) {
      if (trigger.type() == TriggerType.LEAK_HANDLES) {
        window = Math.min(window, trigger.get(TriggerKeys.WINDOW).toNanos());
      }
    }
    return window;
  }

  static List<LeakSeen> of(HandleHistory history) {
    List<LeakSeen> leaks = new ArrayList<>();
    for (Grown grown : history.leaks()) {
      leaks.add(
          new LeakSeen(
              grown.kind(),
              grown.group() == null ? grown.kind() : grown.group(),
              grown.before(),
              grown.now(),
              Vitals.UNKNOWN,
              Vitals.UNKNOWN,
              grown.overNanos(),
              grown.steps(),
              grown.kind().equals(HandleSeen.LOADERS) && grown.group() != null
                  ? LoaderHolders.of(grown.group())
                  : List.of(),
              grown.madeAt(),
              List.of(),
              List.of(),
              grown.exhaustedInNanos()));
    }
    return leaks;
  }
}
