package io.duality.diagnosis;

import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where several threads hold or work one resource, what those do that the chain does not follow:
 * any of them could have ended the waits as well.
 */
final class Alternatives {
  private static final int MOST = 2;

  private Alternatives() {}

  /** One sentence for each level at which the holders stand at different things. */
  static List<String> of(Case incident, Root root) {
    List<String> sentences = new ArrayList<>();
    for (Chain.Level level : new Block(incident, root).levels()) {
      String sentence = level.next() == null ? null : sentence(incident.graph(), level);
      if (sentence != null && sentences.size() < MOST) {
        sentences.add(sentence);
      }
    }
    return sentences;
  }

  private static String sentence(WaitForGraph graph, Chain.Level level) {
    String followed = does(graph, level.next().threadId());
    Map<String, Integer> others = new LinkedHashMap<>();
    int same = 0;
    for (Edge edge : level.holdings()) {
      String does = does(graph, edge.threadId());
      if (does.equals(followed)) {
        same++;
      } else {
        others.merge(does, 1, Integer::sum);
      }
    }
    if (others.isEmpty()) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    parts.add(same + " " + verb(followed, same));
    others.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(3)
        .forEach(each -> parts.add(each.getValue() + " " + verb(each.getKey(), each.getValue())));
    Resource resource = graph.resource(level.resourceKey());
    return "of the "
        + level.holdings().size()
        + " threads that hold or work "
        + Words.code(resource.name())
        + ", "
        + Words.list(parts);
  }

  private static String verb(String does, int n) {
    return n == 1 ? does.replaceFirst("^wait ", "waits ").replaceFirst("^run", "runs") : does;
  }

  private static String does(WaitForGraph graph, long id) {
    Edge wait = graph.mainWait(id);
    if (wait != null && graph.active(wait)) {
      return "wait for " + Words.code(Words.stable(graph.resource(wait.resourceKey()).name()));
    }
    ThreadSeen thread = graph.thread(id);
    if (wait != null && IdlePolicy.jobless(graph.judgement(wait))) {
      return "without work";
    }
    return thread == null || thread.state() == Thread.State.TERMINATED
        ? "ended"
        : thread.state() == Thread.State.RUNNABLE ? "run" : "standing for a reason not seen";
  }
}
