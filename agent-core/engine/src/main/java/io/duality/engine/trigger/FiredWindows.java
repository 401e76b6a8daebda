package io.duality.engine.trigger;

import io.duality.model.CaptureRequest;
import io.duality.model.config.TriggerSettings;
import java.util.HashMap;
import java.util.Map;

/** When each trigger captured, as far as its limit counts that. */
final class FiredWindows {
  private final Map<String, FiredWindow> windows = new HashMap<>();

  FiredWindow of(TriggerSettings trigger) {
    return windows.computeIfAbsent(trigger.name(), name -> new FiredWindow());
  }

  /** That capture was not made. */
  void takeBack(CaptureRequest request) {
    FiredWindow window = windows.get(request.trigger());
    if (window != null) {
      window.takeBack(request.at());
    }
  }
}
