package io.duality.model.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks triggers that watch others: their operands exist, can be watched, and lead nowhere back.
 */
final class TogetherResolver {
  /** Nobody watches for them: they are asked for when they happen. */
  private static final Set<TriggerType> MOMENTS =
      EnumSet.of(TriggerType.MANUAL, TriggerType.EXIT, TriggerType.CRASH);

  private final Map<String, TriggerType> types;
  private final Map<String, Together> meant;
  private final Map<String, String> refused = new LinkedHashMap<>();

  private TogetherResolver(Map<String, TriggerType> types, Map<String, Together> meant) {
    this.types = types;
    this.meant = meant;
  }

  /**
   * Which of the triggers that watch others have to stay off, and why.
   *
   * @param types every trigger that is known and what it watches, those that watch others included
   * @param meant what those watch
   */
  static Map<String, String> refused(Map<String, TriggerType> types, Map<String, Together> meant) {
    TogetherResolver resolver = new TogetherResolver(types, meant);
    meant.keySet().forEach(resolver::check);
    int before = -1;
    while (before != resolver.refused.size()) { // what is built on one that is off is off, too
      before = resolver.refused.size();
      meant.keySet().forEach(resolver::checkBase);
    }
    return resolver.refused;
  }

  /** The simple triggers below some that may watch others. */
  static Set<TriggerType> leaves(
      String trigger, Map<String, TriggerType> types, Map<String, Together> meant) {
    Set<TriggerType> leaves = EnumSet.noneOf(TriggerType.class);
    for (String operand : operands(trigger, meant)) {
      leaves.add(types.get(operand));
    }
    leaves.remove(TriggerType.ALL);
    return leaves;
  }

  /** The operands of a trigger, theirs, and so on. */
  static Set<String> operands(String trigger, Map<String, Together> meant) {
    Set<String> all = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(trigger));
    while (!open.isEmpty()) {
      Together next = meant.get(open.remove(0));
      for (String operand : next == null ? List.<String>of() : next.triggers()) {
        if (all.add(operand)) {
          open.add(operand);
        }
      }
    }
    return all;
  }

  private void check(String name) {
    for (String operand : meant.get(name).triggers()) {
      TriggerType type = types.get(operand);
      if (type == null) {
        List<String> known = new ArrayList<>(types.keySet());
        known.removeIf(other -> other.equals(name) || MOMENTS.contains(types.get(other)));
        String nearest = KeyNames.nearest(operand, known, 0);
        refused.put(
            name,
            "no trigger that can be watched is called '"
                + operand
                + "'"
                + ", allowed is "
                + (nearest == null ? "one of " + String.join(", ", known) : "such as " + nearest));
        return;
      }
      if (MOMENTS.contains(type)) {
        refused.put(
            name,
            operand
                + " is on "
                + type.label()
                + ", which nothing watches for; allowed are triggers with a condition");
        return;
      }
    }
    if (operands(name, meant).contains(name)) {
      refused.put(
          name, "its operands come back to it; allowed are triggers that do not build on it");
    }
  }

  private void checkBase(String name) {
    for (String operand : meant.get(name).triggers()) {
      if (refused.containsKey(operand)) {
        refused.putIfAbsent(name, "its operand " + operand + " is off");
      }
    }
  }
}
