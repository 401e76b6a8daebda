package io.duality.diagnosis;

import io.duality.model.CrashSeen;
import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.List;
import java.util.Set;

/** S19: the JVM crashed; its own log says by which signal, in whose frame, on which thread. */
final class NativeCrash implements Rule {
  private static final int MOST_FRAMES = 3;

  @Override
  public Pattern pattern() {
    return Pattern.S19;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public List<Finding> findings(Case incident) {
    CrashSeen crash = incident.evidence().health().crash();
    if (crash == null || crash.signal() == null) {
      return List.of();
    }
    return List.of(
        Found.about(incident, pattern(), "process", incident.service())
            .severity(Severity.CRITICAL)
            .sure(0.97)
            .at(new EvidenceRef("crash.log", ""))
            .at(new EvidenceRef("recording.jfr", ""))
            .says(statement(crash)));
  }

  /** The crash in one sentence, and where to look for its cause in a second. */
  static String statement(CrashSeen crash) {
    StringBuilder text = new StringBuilder("the JVM ended with ").append(crash.signal());
    if (crash.problemFrame() != null) {
      text.append(" in ").append(Words.plain(crash.problemFrame()));
      if (crash.module() != null && !crash.problemFrame().contains(crash.module())) {
        text.append(" of ").append(crash.module());
      }
    }
    if (crash.thread() != null) {
      text.append(" on thread ").append(Words.plain(crash.thread()));
    }
    if (crash.vmOperation() != null) {
      text.append(" during the VM operation ").append(crash.vmOperation());
    }
    if (!crash.frames().isEmpty()) {
      int shown = Math.min(MOST_FRAMES, crash.frames().size());
      text.append(", called by ")
          .append(Words.plain(String.join(" <- ", crash.frames().subList(0, shown))));
    }
    return text.append("; ").append(whose(crash)).toString();
  }

  /** Whose bug it probably is: a frame says where memory was touched, not who spoiled it. */
  private static String whose(CrashSeen crash) {
    if (crash.details().sent()) {
      return crash.details().access() + ", and the frame is only where the thread was then";
    }
    if (crash.fault() == null) {
      return "the log names no frame";
    }
    return switch (crash.fault()) {
      case "native library" ->
          "the frame is native code outside the JVM: suspect that library or who calls it";
      case "JVM" ->
          "the frame is the JVM's own: suspect Unsafe or native code that spoiled memory, then the"
              + " JVM itself";
      default ->
          "the frame is compiled Java code: suspect Unsafe or native code that spoiled memory, then"
              + " the compiler";
    };
  }
}
