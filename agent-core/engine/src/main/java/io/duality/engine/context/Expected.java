package io.duality.engine.context;

import java.util.List;
import java.util.Objects;

/**
 * A class of a tracing library as a recipe knows it. Its fields are read only after its bytes were
 * seen to declare them with these types.
 *
 * @param role what it is to the recipe
 * @param name its internal name, before relocation
 * @param fields up to three, in the order in which the recipe speaks of them
 */
record Expected(Role role, String name, List<Field> fields) {

  enum Role {
    CONTEXT,
    CONTEXT_PAIR,
    KEY,
    SPAN,
    SPAN_WRAPPER,
    SPAN_CONTEXT,
    FLAGS,
    BUILDER,
    UNKNOWN
  }

  /**
   * A field.
   *
   * @param name its name
   * @param descriptor its type, before relocation
   */
  record Field(String name, String descriptor) {}

  Expected {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(name, "name");
    fields = List.copyOf(fields);
  }

  /** Names and descriptors alternate. */
  static Expected of(Role role, String name, String... fields) {
    var list = new java.util.ArrayList<Field>();
    for (int i = 0; i < fields.length; i += 2) {
      list.add(new Field(fields[i], fields[i + 1]));
    }
    return new Expected(role, name, list);
  }
}
