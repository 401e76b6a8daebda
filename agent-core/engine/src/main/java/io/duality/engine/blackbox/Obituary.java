package io.duality.engine.blackbox;

import io.duality.model.Alarm;
import io.duality.model.CrashSeen;
import java.util.List;

/** The death of a process as the alarm that its bundle is made for. */
final class Obituary {
  private Obituary() {}

  static Alarm alarm(Remains remains, CrashSeen crash) {
    LastState state = remains.state();
    LastState.Trigger first =
        state == null || state.alarms().isEmpty() ? null : state.alarms().get(0);
    return new Alarm(
        "crash",
        signature(crash, first),
        "a process ends without saying so",
        crash.signal() == null ? crash.kind() : crash.signal(),
        sentence(remains, crash, first),
        "process",
        List.of(),
        0,
        List.of());
  }

  /** By the place of a native crash, else by what was true when it died. */
  private static String signature(CrashSeen crash, LastState.Trigger first) {
    if (crash.problemFrame() != null) {
      String place = crash.problemFrame().replaceAll("\\+0x[0-9a-f]+", "");
      return "crash:" + crash.signal() + ":" + place;
    }
    return "crash:" + crash.kind() + (first == null ? "" : ":" + first.signature());
  }

  private static String sentence(Remains remains, CrashSeen crash, LastState.Trigger first) {
    StringBuilder text = new StringBuilder("process ").append(remains.pid());
    switch (crash.kind()) {
      case CrashSeen.NATIVE_CRASH -> {
        text.append(" crashed with ").append(crash.signal());
        if (crash.problemFrame() != null) {
          text.append(" in ").append(crash.problemFrame());
        }
      }
      case CrashSeen.OUT_OF_MEMORY -> text.append(" ended because its memory was exhausted");
      case CrashSeen.MACHINE_RESTART -> text.append(" ended when the machine was restarted");
      default -> text.append(" was killed");
    }
    text.append(", last seen ").append(crash.lastSign());
    text.append(first == null ? "; nothing was stalled then" : "; then " + first.sentence());
    return text.toString();
  }
}
