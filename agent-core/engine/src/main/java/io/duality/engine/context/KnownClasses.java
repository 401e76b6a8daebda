package io.duality.engine.context;

import io.duality.boot.Peek;
import io.duality.engine.context.Expected.Role;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The classes of a tracing library whose fields may be read by offset. A wrong type at an offset
 * would crash the JVM, and reflection on an application's class may run its class loader; so a
 * class counts as known only after its bytes went by with the expected fields.
 */
final class KnownClasses {
  /** Where a class keeps what a recipe reads. */
  static final class Shape {
    final Role role;
    final long first;
    final long second;
    final long third;

    Shape(Role role, long first, long second, long third) {
      this.role = role;
      this.first = first;
      this.second = second;
      this.third = third;
    }
  }

  private static final Shape UNKNOWN = new Shape(Role.UNKNOWN, Peek.NONE, Peek.NONE, Peek.NONE);

  /** A class that was seen in a loader; {@code loader} is null for the boot loader's. */
  private record Seen(WeakReference<ClassLoader> loader, String className, Expected expected) {
    boolean gone() {
      return loader != null && loader.refersTo(null);
    }

    boolean is(ClassLoader other, String name) {
      return className.equals(name)
          && (loader == null ? other == null : other != null && loader.refersTo(other));
    }
  }

  private final String[] prefixes;
  private final Map<String, Expected> byName = new HashMap<>();
  private final AtomicReference<List<Seen>> seen = new AtomicReference<>(List.of());
  private final AtomicReference<List<String>> unmet = new AtomicReference<>(List.of());
  private final ByClass<Shape> shapes =
      new ByClass<>() {
        @Override
        protected Shape derive(Class<?> type) {
          return shapeOf(type);
        }
      };

  /**
   * @param prefixes packages, with slashes, below which relocated copies live
   * @param expected what the recipe knows
   */
  KnownClasses(List<String> prefixes, List<Expected> expected) {
    this.prefixes = prefixes.toArray(new String[0]);
    for (Expected each : expected) {
      byName.put(each.name(), each);
    }
  }

  /** A name or descriptor as it was before relocation. */
  String original(String name) {
    for (String prefix : prefixes) {
      int at = name.indexOf(prefix);
      if (at >= 0 && at <= name.lastIndexOf('[') + 2) {
        return name.substring(0, at) + name.substring(at + prefix.length());
      }
    }
    return name;
  }

  boolean matches(String internalName) {
    return byName.containsKey(original(internalName));
  }

  /** Compares a class that is being defined with what is expected of it. */
  void define(ClassLoader loader, String internalName, byte[] bytes) {
    Expected expected = byName.get(original(internalName));
    if (expected == null) {
      return;
    }
    Map<String, String> fields = fields(bytes);
    for (Expected.Field field : expected.fields()) {
      String descriptor = fields.get(field.name());
      if (!field.descriptor().equals(descriptor)) {
        note(
            internalName.replace('/', '.')
                + (descriptor == null
                    ? " has no field " + field.name()
                    : " has " + field.name() + " of type " + descriptor));
        return;
      }
    }
    Seen one =
        new Seen(
            loader == null ? null : new WeakReference<>(loader),
            internalName.replace('/', '.'),
            expected);
    seen.updateAndGet(
        before -> {
          var after = new java.util.ArrayList<Seen>(before.size() + 1);
          for (Seen each : before) {
            if (!each.gone() && !each.is(loader, one.className())) {
              after.add(each);
            }
          }
          after.add(one);
          return List.copyOf(after);
        });
    shapes.forget();
  }

  /** Where this class keeps what the recipe reads; role UNKNOWN when it may not be read. */
  Shape of(Object object) {
    return shapes.get(object.getClass());
  }

  /** Classes that were expected and found to be different, with what is different. */
  List<String> unmet() {
    return unmet.get();
  }

  private Shape shapeOf(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Shape shape = exactly(c);
      if (shape != UNKNOWN) {
        // A subclass may keep its state elsewhere; only of a builder is the base known to be used.
        return c == type || shape.role == Role.BUILDER ? shape : UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  private Shape exactly(Class<?> type) {
    String name = type.getName();
    if (!byName.containsKey(original(name.replace('.', '/')))) {
      return UNKNOWN;
    }
    for (Seen each : seen.get()) {
      if (each.is(type.getClassLoader(), name)) {
        long[] offsets = {Peek.NONE, Peek.NONE, Peek.NONE};
        for (int i = 0; i < each.expected().fields().size(); i++) {
          Expected.Field field = each.expected().fields().get(i);
          offsets[i] = Peek.offset(type, field.name(), field.descriptor());
        }
        return new Shape(each.expected().role(), offsets[0], offsets[1], offsets[2]);
      }
    }
    return UNKNOWN;
  }

  private Map<String, String> fields(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public FieldVisitor visitField(
                  int access, String name, String descriptor, String signature, Object value) {
                if ((access & Opcodes.ACC_STATIC) == 0) {
                  fields.put(name, original(descriptor));
                }
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return fields;
  }

  private void note(String difference) {
    unmet.updateAndGet(
        before -> {
          var after = new TreeSet<>(before);
          if (after.size() < 16) {
            after.add(difference);
          }
          return List.copyOf(after);
        });
  }
}
