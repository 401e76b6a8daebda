package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Threads grouped by where they stand. */
final class StackGroups {
  /**
   * Threads at one place: their stacks agree from the top down to the application's first frame.
   *
   * @param place that frame, or the topmost when there is no other
   * @param threads the threads, by id
   * @param stacks how many different stacks they have
   */
  record Group(StackTraceElement place, List<ThreadSeen> threads, int stacks) {}

  private StackGroups() {}

  /** The groups, the largest first. Threads without a stack are left out. */
  static List<Group> of(Collection<ThreadSeen> threads) {
    Map<List<StackTraceElement>, List<ThreadSeen>> places = new LinkedHashMap<>();
    for (ThreadSeen thread : threads) {
      if (!thread.frames().isEmpty()) {
        places.computeIfAbsent(prefix(thread.frames()), key -> new ArrayList<>()).add(thread);
      }
    }
    List<Group> groups = new ArrayList<>();
    places.forEach(
        (prefix, members) ->
            groups.add(
                new Group(
                    prefix.get(prefix.size() - 1),
                    List.copyOf(members),
                    (int) members.stream().map(ThreadSeen::frames).distinct().count())));
    groups.sort(
        Comparator.<Group>comparingInt(group -> -group.threads().size())
            .thenComparing(group -> Stacks.full(group.place())));
    return groups;
  }

  private static List<StackTraceElement> prefix(List<StackTraceElement> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (!Stacks.isJdk(frames.get(i))) {
        return frames.subList(0, i + 1);
      }
    }
    return frames;
  }
}
