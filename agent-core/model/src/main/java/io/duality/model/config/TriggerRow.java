package io.duality.model.config;

import java.util.EnumMap;
import java.util.Map;

/** A row of the table of triggers' keys: a key, and the types that have it when not all do. */
final class TriggerRow<T> {
  final Key<T> key;
  final Map<TriggerType, String> defaults = new EnumMap<>(TriggerType.class);
  final boolean every;

  private TriggerRow(Key<T> key, boolean every) {
    this.key = key;
    this.every = every;
  }

  /** A parameter that every trigger has. */
  static <T> TriggerRow<T> every(String name, ValueType<T> type, String def, String sentence) {
    return new TriggerRow<>(key(name, type, def, sentence), true);
  }

  /** A parameter that some types of triggers have. */
  static <T> TriggerRow<T> some(String name, ValueType<T> type, String def, String sentence) {
    return new TriggerRow<>(key(name, type, def, sentence), false);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String def, String sentence) {
    return new Key<>(TriggerKeys.TEMPLATE + name, type, def, "0.1", true, sentence);
  }

  /** Adds a type that has it, with its own default. */
  TriggerRow<T> of(TriggerType type, String text) {
    defaults.put(type, text);
    return this;
  }
}
