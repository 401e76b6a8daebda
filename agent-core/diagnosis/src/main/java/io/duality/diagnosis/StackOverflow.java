package io.duality.diagnosis;

import io.duality.model.ErrorSeen;
import io.duality.model.FailureSeen;
import io.duality.model.Finding;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** S15: a recursion that used up its stack, by the block of frames that repeats. */
final class StackOverflow implements Rule {
  private static final int LONGEST = 40;
  private static final int SHOWN = 6;

  @Override
  public Pattern pattern() {
    return Pattern.S15;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOK);
  }

  @Override
  public String blind(Case incident) {
    return ErrorWords.blind(incident);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Finding> findings = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (FailureSeen failure : incident.evidence().health().failures()) {
      if (failure.kind().equals("stack overflow") || isOverflow(failure.className())) {
        List<StackTraceElement> block = Repeats.block(failure.frames(), LONGEST);
        if (told.add(words(block))) {
          findings.add(finding(incident, failure.threadName(), block));
        }
      }
    }
    for (ErrorSeen error : ErrorWords.all(incident)) {
      List<StackTraceElement> block = Repeats.block(error.frames(), LONGEST);
      if (isOverflow(error.className()) && told.add(words(block))) {
        String thread = error.threads().isEmpty() ? "" : error.threads().get(0);
        findings.add(finding(incident, thread, block));
      }
    }
    return findings;
  }

  private static boolean isOverflow(String className) {
    return "java.lang.StackOverflowError".equals(className);
  }

  private static String words(List<StackTraceElement> block) {
    return Words.some(block.stream().map(Stacks::dotted).toList(), SHOWN);
  }

  private Finding finding(Case incident, String thread, List<StackTraceElement> block) {
    return Found.about(incident, pattern(), "thread", thread.isEmpty() ? "unknown" : thread)
        .threads(ErrorWords.ids(incident, List.of(thread)))
        .sure(block.isEmpty() ? 0.8 : 0.95)
        .says(
            "the stack of "
                + (thread.isEmpty() ? "a thread" : Words.plain(thread))
                + " was used up"
                + (block.isEmpty()
                    ? "; no block of its frames repeats"
                    : " by "
                        + Words.count(block.size(), "frame")
                        + (block.size() == 1 ? " that repeats: " : " that repeat: ")
                        + words(block)));
  }
}
