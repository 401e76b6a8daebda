package io.duality.engine.library;

import io.duality.boot.Peek;
import io.duality.engine.library.KnownClass.Field;
import io.duality.engine.library.KnownClass.Variant;
import io.duality.model.HookState;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The classes of libraries whose fields may be read by offset, in any number of loaders. A wrong
 * type at an offset would crash the JVM, and reflection on an application's class may run its class
 * loader; so a class counts as known only after its bytes went by with the expected fields.
 */
public final class KnownClasses {
  private static final int MOST_DIFFERENCES = 16;

  /** A class that was seen in a loader; {@code loader} is null for the boot loader's. */
  private record Seen(
      WeakReference<ClassLoader> loader, String className, KnownClass known, int variant) {
    boolean gone() {
      return loader != null && loader.refersTo(null);
    }

    boolean is(ClassLoader other, String name) {
      return className.equals(name)
          && (loader == null ? other == null : other != null && loader.refersTo(other));
    }
  }

  private final NameTails<KnownClass> byName = new NameTails<>();
  private final AtomicReference<List<Seen>> seen = new AtomicReference<>(List.of());

  /** Class that is not as expected to the library and what is different. */
  private final AtomicReference<Map<String, Difference>> unmet = new AtomicReference<>(Map.of());

  private record Difference(String library, String text) {}

  private final ByClass<Shape> shapes =
      new ByClass<>() {
        @Override
        protected Shape derive(Class<?> type) {
          return shapeOf(type);
        }
      };

  /**
   * @param known what the rules know
   */
  public KnownClasses(List<KnownClass> known) {
    for (KnownClass each : known) {
      byName.put(each.name(), each);
    }
  }

  /** Whether a class, by internal name, is one that a rule wants to see. */
  public boolean matches(String internalName) {
    return byName.get(internalName) != null;
  }

  /** Compares a class that is being defined with what is expected of it. */
  public void define(ClassLoader loader, String internalName, byte[] bytes) {
    KnownClass known = byName.get(internalName);
    if (known == null) {
      return;
    }
    Map<String, String> fields = fields(bytes);
    String difference = null;
    for (int i = 0; i < known.variants().size(); i++) {
      String here = difference(known.variants().get(i), fields);
      if (here == null) {
        learn(loader, internalName.replace('/', '.'), known, i);
        return;
      }
      difference = difference == null ? here : difference;
    }
    note(internalName.replace('/', '.'), known, difference);
  }

  /** What a class lacks, or null. */
  private static String difference(Variant variant, Map<String, String> fields) {
    for (Field field : variant.fields()) {
      String descriptor = fields.get(field.name());
      if (descriptor == null && !field.optional()) {
        return "has no field " + field.name();
      }
      if (descriptor != null && !NameTails.sameType(field.descriptor(), descriptor)) {
        return "has " + field.name() + " of type " + descriptor;
      }
    }
    return null;
  }

  private void learn(ClassLoader loader, String className, KnownClass known, int variant) {
    Seen one =
        new Seen(loader == null ? null : new WeakReference<>(loader), className, known, variant);
    seen.updateAndGet(
        before -> {
          List<Seen> after = new ArrayList<>(before.size() + 1);
          for (Seen each : before) {
            if (!each.gone() && !each.is(loader, className)) {
              after.add(each);
            }
          }
          after.add(one);
          return List.copyOf(after);
        });
    shapes.forget();
  }

  private void note(String className, KnownClass known, String difference) {
    unmet.updateAndGet(
        before -> {
          Map<String, Difference> after = new TreeMap<>(before);
          if (after.size() < MOST_DIFFERENCES) {
            after.put(className, new Difference(known.library(), difference));
          }
          return Map.copyOf(after);
        });
  }

  /**
   * Where objects of this object's class keep what the rules read; {@link Shape#UNKNOWN} when it
   * may not be read.
   *
   * @param object or null
   */
  public Shape of(Object object) {
    return object == null ? Shape.UNKNOWN : shapes.get(object.getClass());
  }

  /** Whether any class was found as expected: else there is nothing to look for. */
  public boolean any() {
    return !seen.get().isEmpty();
  }

  private Shape shapeOf(Class<?> type) {
    Shape shape = shapeFrom(type, type);
    return shape == null ? Shape.UNKNOWN : shape;
  }

  /** The nearest known class from here upwards, with those above it; or null. */
  private Shape shapeFrom(Class<?> from, Class<?> type) {
    for (Class<?> c = from; c != null; c = c.getSuperclass()) {
      KnownClass known = byName.get(c.getName().replace('.', '/'));
      Seen found = known != null && (c == type || known.inherited()) ? seen(c) : null;
      if (found != null) {
        return shape(c, found, shapeFrom(c.getSuperclass(), type));
      }
    }
    return null;
  }

  private Seen seen(Class<?> type) {
    for (Seen each : seen.get()) {
      if (each.is(type.getClassLoader(), type.getName())) {
        return each;
      }
    }
    return null;
  }

  private static Shape shape(Class<?> type, Seen seen, Shape base) {
    List<Field> fields = seen.known().variants().get(seen.variant()).fields();
    long[] offsets = new long[fields.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = Peek.offset(type, fields.get(i).name(), fields.get(i).descriptor());
    }
    return new Shape(seen.known().role(), seen.variant(), offsets, base);
  }

  private static Map<String, String> fields(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public FieldVisitor visitField(
                  int access, String name, String descriptor, String signature, Object value) {
                if ((access & Opcodes.ACC_STATIC) == 0) {
                  fields.put(name, descriptor);
                }
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return fields;
  }

  /** Classes that were expected and found to be different, with what is different. */
  public List<String> unmet() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(unmet.get())
        .forEach((className, difference) -> lines.add(className + " " + difference.text()));
    return lines;
  }

  /** One line of {@code status} for each library of which a class was loaded. */
  public List<HookState> states() {
    Map<String, Integer> found = new TreeMap<>();
    Map<String, String> reasons = new TreeMap<>();
    Map<String, Integer> different = new TreeMap<>();
    for (Seen each : seen.get()) {
      found.merge(each.known().library(), 1, Integer::sum);
    }
    new TreeMap<>(unmet.get())
        .forEach(
            (className, difference) -> {
              found.merge(difference.library(), 0, Integer::sum);
              different.merge(difference.library(), 1, Integer::sum);
              String simple = className.substring(className.lastIndexOf('.') + 1);
              reasons.putIfAbsent(difference.library(), simple + " " + difference.text());
            });
    List<HookState> states = new ArrayList<>();
    found.forEach(
        (library, count) -> {
          String reason = reasons.get(library);
          int expected = count + different.getOrDefault(library, 0);
          states.add(new HookState(library, expected, count, reason == null, reason));
        });
    return states;
  }
}
