package io.duality.engine.weave;

import io.duality.boot.Peek;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that were there before us. What their static fields lead to is named; everything else
 * gets its name at the next assignment, for which the class is woven again.
 */
final class LoadedClasses {
  /** Retransformed in one step of the JVM, which stops it for about a millisecond per class. */
  private static final int AT_ONCE = 64;

  private final Transformer transformer;

  LoadedClasses(Transformer transformer) {
    this.transformer = transformer;
  }

  /** Names and weaves what the application has loaded, and what a rule wants. */
  void weave(Class<?>[] loaded, Retransformation retransformation) {
    List<Class<?>> some = new ArrayList<>();
    Reach reach = new Reach(transformer.application());
    for (Class<?> type : loaded) {
      boolean names = isApplication(type) && namesFields(type, reach);
      if (names || isRuled(type) || transformer.hasChanged(type)) {
        add(type, some, retransformation);
      }
    }
    retransformation.of(some);
    reach.fromThreads();
    reach.walk();
  }

  /**
   * Gives every class that was changed its own bytes back; the transformer must be gone.
   *
   * @return those that could not be
   */
  List<Class<?>> giveBack(Class<?>[] loaded, Retransformation retransformation) {
    List<Class<?>> failed = new ArrayList<>();
    List<Class<?>> some = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (transformer.hasChanged(type)) {
        some.add(type);
      }
      if (some.size() == AT_ONCE) {
        failed.addAll(retransformation.of(some));
        some.clear();
      }
    }
    failed.addAll(retransformation.of(some));
    return failed;
  }

  /** Weaves what a rule wants. */
  void weaveRuled(Class<?>[] loaded, Retransformation retransformation) {
    List<Class<?>> some = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (isRuled(type)) {
        add(type, some, retransformation);
      }
    }
    retransformation.of(some);
  }

  private static void add(Class<?> type, List<Class<?>> some, Retransformation retransformation) {
    some.add(type);
    if (some.size() == AT_ONCE) {
      retransformation.of(some);
      some.clear();
    }
  }

  private boolean isRuled(Class<?> type) {
    return !isOfTheJdk(type)
        && !type.isArray()
        && !type.isPrimitive()
        && !type.isHidden()
        && transformer.hasRuleFor(type.getName().replace('.', '/'));
  }

  /** Nearly all that is loaded at start; no tracing library is among them. */
  private static boolean isOfTheJdk(Class<?> type) {
    return type.getClassLoader() == null && type.getModule().isNamed();
  }

  private boolean isApplication(Class<?> type) {
    return !type.isArray()
        && !type.isPrimitive()
        && !type.isHidden()
        && transformer
            .application()
            .isApplication(
                type.getModule(), type.getClassLoader(), type.getName().replace('.', '/'));
  }

  /** Whether the class has a field that gives a name; the values of its static ones get theirs. */
  private static boolean namesFields(Class<?> type, Reach reach) {
    boolean has = false;
    try {
      for (Field field : type.getDeclaredFields()) {
        has |= FieldTypes.givesName(field.getType().descriptorString());
        if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          Object value = Peek.staticReference(type, field.getName());
          reach.from(value, type.getName() + "." + field.getName());
        }
      }
    } catch (LinkageError e) {
      return false; // a field of a type that is not there: no thread can have used this class much
    }
    return has;
  }
}
