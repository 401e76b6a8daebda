package io.duality.diagnosis;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Operand;
import io.duality.model.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Triggers that fired while the bundle was made, about waits that the look of the dump does not
 * have: they began after it, or were over by then. The look that fired them is shown beside it.
 */
final class Joined {
  private static final int MOST = 3;

  /** How many looks before a trigger fired are asked: another may have been taken in between. */
  private static final int LOOKS_BACK = 3;

  private final Case incident;
  private final String place;
  private final List<CaptureRequest> requests = new ArrayList<>();
  private final List<Root> roots = new ArrayList<>();

  private Joined(Case incident, String place) {
    this.incident = incident;
    this.place = place;
  }

  /** One for each such look, in the order in which its triggers fired. */
  static List<Joined> of(Evidence evidence, IdlePolicy policy) {
    Map<Integer, Joined> byLook = new LinkedHashMap<>();
    for (CaptureRequest request : evidence.additional()) {
      boolean threads = alarms(request).stream().anyMatch(alarm -> !alarm.threadIds().isEmpty());
      int last = threads ? lookOf(evidence.looks(), request.at()) : -1;
      for (int look = last; look >= 0 && look > last - LOOKS_BACK; look--) {
        Joined joined = look == evidence.dump() ? null : byLook.get(look);
        if (joined == null && look != evidence.dump() && byLook.size() < MOST) {
          String place = "/joined/" + byLook.size();
          joined = new Joined(new Case(at(evidence, look, request), policy, place), place);
        }
        if (joined != null && joined.took(request, evidence.dumpLook())) {
          byLook.put(look, joined);
          break;
        }
      }
    }
    return List.copyOf(byLook.values());
  }

  private static List<Alarm> alarms(CaptureRequest request) {
    return request.operands().isEmpty()
        ? List.of(request.alarm())
        : request.operands().stream().map(Operand::alarm).toList();
  }

  /** The last look before that time, or -1. */
  private static int lookOf(List<Look> looks, Instant at) {
    int last = -1;
    for (int i = 0; i < looks.size(); i++) {
      last = looks.get(i).at().isAfter(at) ? last : i;
    }
    return last;
  }

  /** The same evidence, as it was at another look; of its threads only the look's own is known. */
  private static Evidence at(Evidence evidence, int look, CaptureRequest request) {
    return new Evidence(
        evidence.service(),
        evidence.process(),
        request,
        List.of(evidence.request()),
        evidence.looks(),
        look,
        List.of(),
        evidence.ended(),
        evidence.histories(),
        evidence.steps(),
        evidence.hooks(),
        null,
        evidence.health(),
        evidence.unknown());
  }

  /** Whether the trigger is about waits that this look has and the dump's has not. */
  private boolean took(CaptureRequest request, Look dump) {
    boolean took = false;
    for (Alarm alarm : alarms(request)) {
      for (Root root : incident.graph().roots()) {
        List<OpenWait> waits = waits(root, alarm);
        if (!waits.isEmpty() && waits.stream().noneMatch(wait -> has(dump, wait))) {
          took = true;
          if (!roots.contains(root)) {
            roots.add(root);
          }
        }
      }
    }
    if (took) {
      requests.add(request);
    }
    return took;
  }

  /** The active waits that end at a root, of the threads that the alarm names. */
  private List<OpenWait> waits(Root root, Alarm alarm) {
    Set<Long> threads = new TreeSet<>(root.behind());
    if (root.cycle() != null) {
      threads.addAll(root.cycle().threads());
    } else if (root.threadId() != null) {
      threads.add(root.threadId());
    }
    threads.retainAll(Set.copyOf(alarm.threadIds()));
    List<OpenWait> waits = new ArrayList<>();
    for (Edge edge : incident.graph().activeWaits()) {
      if (threads.contains(edge.threadId())) {
        waits.add(edge.waiting());
      }
    }
    return waits;
  }

  private static boolean has(Look look, OpenWait wait) {
    return look.waits().stream()
        .anyMatch(
            other ->
                other.threadId() == wait.threadId()
                    && other.resourceKey().equals(wait.resourceKey())
                    && other.sinceNanos() == wait.sinceNanos());
  }

  /** The incident as it was when they fired. */
  Case incident() {
    return incident;
  }

  /** What they saw, each in the words of a page of its own. */
  List<Telling> tellings() {
    List<String> names = requests.stream().map(each -> Words.code(each.trigger())).toList();
    String where =
        " (seen at "
            + Words.time(incident.graph().look().at())
            + "Z by "
            + (names.size() == 1 ? "trigger " : "triggers ")
            + Words.some(names, 3)
            + ": `joined` in `waits.json`)";
    List<Telling> tellings = new ArrayList<>();
    roots.forEach(root -> tellings.add(new WaitTelling(incident, root, where)));
    return tellings;
  }

  /** Whether a pointer leads into its part of {@code waits.json}. */
  boolean cited(String pointer) {
    return pointer.startsWith(place + '/');
  }

  /** The tree of its part of {@code waits.json}. */
  Map<String, Object> tree() {
    Map<String, Object> tree =
        Json.object("triggers", requests.stream().map(CaptureRequest::trigger).toList());
    incident
        .document()
        .tree()
        .forEach(
            (name, value) -> {
              if (!List.of("schemaVersion", "bundleId", "looks").contains(name)) {
                tree.put(name, value);
              }
            });
    return tree;
  }
}
