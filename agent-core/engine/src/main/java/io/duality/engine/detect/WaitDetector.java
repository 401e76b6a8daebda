package io.duality.engine.detect;

import io.duality.diagnosis.Cycle;
import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.diagnosis.WaitForGraph;
import io.duality.model.Alarm;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds open waits of active threads that are older than an age. All waits with one root are one
 * alarm, however many threads stand behind it.
 */
final class WaitDetector implements Detector {
  private static final int MOST_THREADS = 100;

  private final TriggerSettings rule;
  private final String condition;
  private State before = State.NONE;

  /** A detector with the age, names and kinds of a trigger. */
  WaitDetector(TriggerSettings rule) {
    this.rule = rule;
    this.condition = "wait.age > " + Units.print(rule.age());
  }

  /**
   * What is remembered from one look to the next: the signature under which a wait was reported. A
   * condition keeps it while any of its waits lasts, even when its root moves on.
   */
  private static final class State {
    /** Before the first look. */
    static final State NONE = new State(Map.of());

    private final Map<WaitKey, String> signatures;

    private State(Map<WaitKey, String> signatures) {
      this.signatures = signatures;
    }
  }

  /** Waits with one root; what is reported elsewhere stays a group, so that it is asked once. */
  private record Group(Root root, boolean elsewhere, List<Edge> overdue) {}

  @Override
  public String trigger() {
    return rule.name();
  }

  @Override
  public void nothing() {
    before = State.NONE;
  }

  @Override
  public List<Alarm> look(View view) {
    WaitForGraph graph = view.graph();
    Map<WaitKey, String> signatures = new HashMap<>();
    List<Alarm> alarms = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Group group : groups(graph, view.reported())) {
      String signature = signature(graph, group, used);
      for (Edge wait : group.overdue) {
        signatures.put(WaitKey.of(wait.waiting()), signature);
      }
      if (used.add(signature)) {
        alarms.add(alarm(graph, group, signature));
      }
    }
    before = signatures.isEmpty() ? State.NONE : new State(signatures);
    return alarms;
  }

  /** The overdue waits by root, the root of the oldest first. */
  private List<Group> groups(WaitForGraph graph, Set<Cycle> reported) {
    IdentityHashMap<Root, Group> byRoot =
        new IdentityHashMap<>(); // one graph has one object per root
    Map<String, Group> byResource = new HashMap<>();
    List<Group> groups = new ArrayList<>();
    for (Edge wait : graph.activeWaits()) {
      if (!overdue(graph, wait)) {
        continue;
      }
      Root root = graph.rootOf(wait.threadId()).orElse(null);
      Group group = root == null ? byResource.get(wait.resourceKey()) : byRoot.get(root);
      if (group == null) {
        boolean elsewhere = root != null && root.cycle() != null && reported.contains(root.cycle());
        group = new Group(root, elsewhere, new ArrayList<>());
        if (root == null) {
          byResource.put(wait.resourceKey(), group);
        } else {
          byRoot.put(root, group);
        }
        if (!elsewhere) {
          groups.add(group);
        }
      }
      group.overdue.add(wait);
    }
    return groups;
  }

  private boolean overdue(WaitForGraph graph, Edge wait) {
    OpenWait open = wait.waiting();
    if (open.ageNanos(graph.nanos()) <= rule.age().toNanos()) {
      return false;
    }
    Resource resource = graph.resource(open.resourceKey());
    boolean kind = resource != null && rule.kinds().matches(resource.kind().label());
    if (!kind && !rule.kinds().all()) {
      return false;
    }
    return rule.names().all()
        || rule.names().matches(resource == null ? null : resource.name())
        || rule.names().matches(graph.label(open.threadId()))
        || rule.names().matches(Sentences.span(graph, open.threadId()));
  }

  private String signature(WaitForGraph graph, Group group, Set<String> used) {
    for (Edge wait : group.overdue) {
      String known = before.signatures.get(WaitKey.of(wait.waiting()));
      if (known != null && !used.contains(known)) {
        return known;
      }
    }
    return Signatures.of("wait", parts(graph, group));
  }

  private static List<String> parts(WaitForGraph graph, Group group) {
    List<String> parts = new ArrayList<>();
    Root root = group.root;
    if (root != null && root.cycle() != null) {
      for (String key : root.cycle().resources()) {
        parts.add(part(graph, key));
      }
      parts.sort(null);
      return parts;
    }
    String key =
        root == null || root.resourceKey() == null
            ? group.overdue.get(0).resourceKey()
            : root.resourceKey();
    parts.add(part(graph, key));
    if (root != null && root.threadId() != null) {
      parts.add(Signatures.masked(graph.label(root.threadId())));
    }
    return parts;
  }

  private static String part(WaitForGraph graph, String key) {
    Resource resource = graph.resource(key);
    return resource == null ? key : Signatures.of(resource);
  }

  private Alarm alarm(WaitForGraph graph, Group group, String signature) {
    Edge oldest = group.overdue.get(0);
    Root root = group.root;
    Set<Long> threads = new LinkedHashSet<>();
    Set<String> spans = new LinkedHashSet<>();
    Set<String> subjects = new HashSet<>();
    int width = group.overdue.size();
    String rootKey = oldest.resourceKey();
    if (root != null) {
      List<Long> members = root.cycle() == null ? List.of() : root.cycle().threads();
      threads.addAll(members);
      if (root.threadId() != null) {
        threads.add(root.threadId());
      }
      rootKey = !threads.isEmpty() ? "thread:" + threads.iterator().next() : root.resourceKey();
      threads.addAll(root.behind());
      spans.addAll(root.activitiesBehind().keySet());
      width = Math.max(1, root.behind().size() + members.size());
    }
    for (Edge wait : group.overdue) {
      threads.add(wait.threadId());
      if (subjects.size() < MOST_THREADS) { // the oldest ones are those that lasted
        subjects.add(WaitKey.of(wait.waiting()).word());
      }
      String span = Sentences.span(graph, wait.threadId());
      if (span != null) {
        spans.add(span);
      }
    }
    return new Alarm(
        "wait",
        signature,
        condition,
        Units.spoken(oldest.waiting().ageNanos(graph.nanos()), ""),
        Sentences.wait(graph, oldest, root),
        rootKey,
        threads.stream().limit(MOST_THREADS).toList(),
        width,
        List.copyOf(spans),
        subjects);
  }
}
