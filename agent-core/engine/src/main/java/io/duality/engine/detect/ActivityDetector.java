package io.duality.engine.detect;

import io.duality.diagnosis.Edge;
import io.duality.diagnosis.Root;
import io.duality.model.Alarm;
import io.duality.model.PoolSeen;
import io.duality.model.SpanSeen;
import io.duality.model.TaskEvent;
import io.duality.model.TaskSeen;
import io.duality.model.ThreadSeen;
import io.duality.model.config.Globs;
import io.duality.model.config.TriggerKeys;
import io.duality.model.config.TriggerSettings;
import io.duality.model.config.Units;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds spans that are open, and tasks that run, for longer than an age; a task that ended after
 * longer than that too. Only recording spans are known to be open: nobody hears of the end of
 * others.
 */
final class ActivityDetector implements Detector {
  private static final int MOST_THREADS = 100;

  private final TriggerSettings rule;
  private final long age;
  private final Globs names;
  private final String condition;

  ActivityDetector(TriggerSettings rule) {
    this.rule = rule;
    this.age = rule.age().toNanos();
    this.names = rule.get(TriggerKeys.SPANS);
    this.condition = "activity.age > " + Units.print(rule.age());
  }

  @Override
  public String trigger() {
    return rule.name();
  }

  /** Activities of one name. */
  private static final class Group {
    final String noun;
    final String name;
    final List<Long> threads = new ArrayList<>();
    final List<String> subjects = new ArrayList<>();
    long oldest;
    int count;
    boolean over;

    Group(String noun, String name) {
      this.noun = noun;
      this.name = name;
    }

    void add(long aged, Long thread, String subject) {
      count++;
      if (aged > oldest) {
        oldest = aged;
        if (thread != null) {
          threads.add(0, thread);
        }
      } else if (thread != null) {
        threads.add(thread);
      }
      if (subjects.size() < MOST_THREADS) {
        subjects.add(subject);
      }
    }
  }

  @Override
  public boolean absorb(Round round) {
    for (SpanSeen span : round.spans()) {
      if (round.nanos() - span.sinceNanos() > age && names.matches(span.name())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Alarm> look(View view) {
    Map<String, Group> groups = new LinkedHashMap<>();
    spans(view, groups);
    for (PoolSeen pool : view.look().pools()) {
      for (TaskSeen task : pool.tasks()) {
        boolean runs =
            task.threadId() != TaskSeen.NOBODY && task.startedNanos() != TaskSeen.UNKNOWN_TIME;
        long aged = runs ? view.nanos() - task.startedNanos() : 0;
        if (aged > age && names.matches(task.className())) {
          groups
              .computeIfAbsent("task " + task.className(), k -> new Group("task", task.className()))
              .add(aged, task.threadId(), "task " + task.threadId() + " " + task.startedNanos());
        }
      }
    }
    for (TaskEvent event : view.look().taskEvents()) {
      if (event.runNanos() > age && names.matches(event.className())) {
        Group group =
            groups.computeIfAbsent(
                "task " + event.className(), k -> new Group("task", event.className()));
        group.over = group.count == 0;
        Long thread = event.threadId() == 0 ? null : event.threadId();
        group.add(event.runNanos(), thread, "task " + event.threadId() + " " + event.nanos());
      }
    }
    List<Alarm> alarms = new ArrayList<>();
    groups.values().forEach(group -> alarms.add(alarm(view, group)));
    return alarms;
  }

  private void spans(View view, Map<String, Group> groups) {
    Map<String, Long> carriers = new HashMap<>();
    for (ThreadSeen thread : view.look().threads()) {
      if (thread.trace() != null) {
        carriers.putIfAbsent(thread.trace().spanId(), thread.id());
      }
    }
    for (SpanSeen span : view.round().spans()) {
      long aged = view.nanos() - span.sinceNanos();
      if (aged > age && names.matches(span.name())) {
        groups
            .computeIfAbsent("span " + span.name(), k -> new Group("span", span.name()))
            .add(aged, carriers.get(span.spanId()), "span " + span.spanId());
      }
    }
  }

  private Alarm alarm(View view, Group group) {
    String key = group.noun + " " + group.name;
    List<Long> oldest = group.threads.isEmpty() ? List.of() : group.threads.subList(0, 1);
    Blame blame = Blame.of(view, oldest, oldest.isEmpty() ? key : Blame.thread(oldest.get(0)));
    List<Long> threads = new ArrayList<>(blame.threadIds());
    for (long id : group.threads) {
      if (threads.size() < MOST_THREADS && !threads.contains(id)) {
        threads.add(id);
      }
    }
    return new Alarm(
        "activity",
        Signatures.of("activity", List.of(Signatures.masked(key))),
        condition,
        Units.spoken(group.oldest, ""),
        sentence(view, group, oldest),
        blame.rootKey(),
        threads,
        group.count,
        group.noun.equals("span") ? List.of(group.name) : blame.spanNames(),
        Set.copyOf(group.subjects));
  }

  private static String sentence(View view, Group group, List<Long> oldest) {
    StringBuilder said = new StringBuilder(group.noun).append(' ').append(group.name);
    String time = Units.spoken(group.oldest, " ");
    if (group.over) {
      said.append(" ran for ").append(time);
    } else {
      said.append(group.noun.equals("span") ? " is open for " : " runs for ").append(time);
    }
    if (group.count > 1) {
      said.append(", and ").append(group.count - 1).append(" more of that name");
    }
    if (oldest.isEmpty()) {
      return said.append("; which thread works for it is not known").toString();
    }
    Edge wait = view.graph().mainWait(oldest.get(0));
    Root root = view.graph().rootOf(oldest.get(0)).orElse(null);
    return said.append("; ")
        .append(
            wait == null
                ? Sentences.thread(view.graph(), oldest.get(0)) + " works for it"
                : Sentences.wait(view.graph(), wait, root))
        .toString();
  }
}
