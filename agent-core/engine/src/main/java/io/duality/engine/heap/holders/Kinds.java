package io.duality.engine.heap.holders;

import java.util.HashMap;
import java.util.Map;

/** What is to be read of an object, by its class. For one walk, since it keeps classes alive. */
final class Kinds {
  /**
   * What a class is to a walk.
   *
   * @param name as it is told
   * @param type the same, and what it inherits from where it has no name of its own
   * @param step the step from a collection into it
   * @param shape of a type of the JDK, its own or inherited; or null
   * @param layout of the fields of the application's classes
   * @param array whether it is an array of references
   */
  record Kind(
      String name, String type, String step, Shape shape, Fields.Layout layout, boolean array) {
    /** Nothing is behind it. */
    boolean leaf() {
      return shape == null && !array && layout.at().length == 0;
    }

    /** Whether it has elements. */
    boolean collects() {
      return shape != null || array;
    }
  }

  private final Map<Class<?>, Kind> known = new HashMap<>();
  private final JdkShapes shapes;
  private final Fields fields;

  Kinds(JdkShapes shapes, Fields fields) {
    this.shapes = shapes;
    this.fields = fields;
  }

  Kind of(Class<?> type) {
    Kind kind = known.get(type);
    if (kind == null) {
      kind = find(type);
      known.put(type, kind);
    }
    return kind;
  }

  private Kind find(Class<?> type) {
    String name = Fields.plain(type);
    String step = "[" + Fields.simple(type) + "]";
    Fields.Layout layout = Fields.Layout.NONE;
    if (type.isArray()) {
      boolean references = !type.getComponentType().isPrimitive();
      return new Kind(name, name, step, null, layout, references);
    }
    if (JdkTypes.isOurs(type)) {
      return new Kind(name, name, step, null, layout, false);
    }
    if (!JdkTypes.isJdk(type)) {
      layout = fields.own(type);
    }
    return new Kind(name, named(type), step, shapes.of(type), layout, false);
  }

  /** An anonymous class says less than what it is made from. */
  private static String named(Class<?> type) {
    Class<?> named = type;
    while (Character.isDigit(Fields.plain(named).charAt(Fields.plain(named).length() - 1))
        && Fields.plain(named).indexOf('$') > 0
        && named.getSuperclass() != null
        && named.getSuperclass() != Object.class) {
      named = named.getSuperclass();
    }
    return Fields.plain(named);
  }
}
