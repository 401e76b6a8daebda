package io.duality.engine.heap.holders;

import io.duality.boot.Peek;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Which reference fields a class has and where, without loading a class: {@code getDeclaredFields}
 * would load the type of every field, and so call the application's class loaders. The constant
 * pool of a class names each field that its code reads or writes; the linker of method handles says
 * where a field of exactly that name and descriptor is, and initialises nothing.
 */
final class FieldPlaces {
  private static final byte GET_FIELD = 1;

  /** No caller, and nothing is checked for one. */
  private static final int TRUSTED = -1;

  private final MethodHandle pool;
  private final MethodHandle size;
  private final MethodHandle tag;
  private final MethodHandle reference;
  private final Object fieldReference;
  private final MethodHandle create;
  private final MethodHandle type;
  private final MethodHandle resolve;
  private final MethodHandle declaring;
  private final MethodHandle isStatic;
  private final MethodHandle offset;
  private final MethodHandle staticOffset;
  private final MethodHandle staticBase;

  /**
   * A field of a reference type that the code of a class names.
   *
   * @param owner the class that the code names, with slashes
   * @param name of the field
   * @param descriptor its type
   */
  record Named(String owner, String name, String descriptor) {}

  /**
   * Where a reference is.
   *
   * @param declaring the class that declares it
   * @param name of the field
   * @param at for {@link Peek#reference(Object, long)}
   * @param inClass whether it is static, and in the class itself
   */
  record Place(Class<?> declaring, String name, long at, boolean inClass) {}

  /**
   * Finds what this JDK has for it, and tries it on classes of ours.
   *
   * @throws IllegalStateException when this JDK does not answer; says why
   */
  FieldPlaces() {
    try {
      Class<?> constants = Class.forName("jdk.internal.reflect.ConstantPool");
      Class<?> tags = Class.forName("jdk.internal.reflect.ConstantPool$Tag");
      Class<?> member = Class.forName("java.lang.invoke.MemberName");
      Class<?> natives = Class.forName("java.lang.invoke.MethodHandleNatives");
      pool = method(Object.class, Class.class.getDeclaredMethod("getConstantPool"));
      size = method(int.class, constants.getDeclaredMethod("getSize"));
      tag = method(Object.class, constants.getDeclaredMethod("getTagAt", int.class));
      reference =
          method(String[].class, constants.getDeclaredMethod("getMemberRefInfoAt", int.class));
      fieldReference = constant(tags, "FIELDREF");
      create =
          constructor(
              member.getDeclaredConstructor(Class.class, String.class, Class.class, byte.class));
      type = setter(member.getDeclaredField("type"));
      resolve =
          method(
              Object.class,
              natives.getDeclaredMethod("resolve", member, Class.class, int.class, boolean.class));
      declaring = method(Class.class, member.getDeclaredMethod("getDeclaringClass"));
      isStatic = method(boolean.class, member.getMethod("isStatic"));
      offset = method(long.class, natives.getDeclaredMethod("objectFieldOffset", member));
      staticOffset = method(long.class, natives.getDeclaredMethod("staticFieldOffset", member));
      staticBase = method(Object.class, natives.getDeclaredMethod("staticFieldBase", member));
      Trial.run(this);
    } catch (Throwable e) { // an expectation that this JDK does not meet
      throw new IllegalStateException(
          "this JDK does not tell the fields of a class without loading their types: " + e, e);
    }
  }

  /** Takes and gives what is hidden from us as an object. */
  private static MethodHandle method(Class<?> result, Method found)
      throws ReflectiveOperationException {
    found.setAccessible(true);
    return open(result, MethodHandles.lookup().unreflect(found));
  }

  private static MethodHandle constructor(Constructor<?> found)
      throws ReflectiveOperationException {
    found.setAccessible(true);
    return open(Object.class, MethodHandles.lookup().unreflectConstructor(found));
  }

  private static MethodHandle setter(Field found) throws ReflectiveOperationException {
    found.setAccessible(true);
    return open(void.class, MethodHandles.lookup().unreflectSetter(found));
  }

  private static Object constant(Class<?> owner, String name) throws ReflectiveOperationException {
    Field found = owner.getDeclaredField(name);
    found.setAccessible(true);
    return found.get(null);
  }

  private static MethodHandle open(Class<?> result, MethodHandle handle) {
    MethodType open = handle.type().changeReturnType(result);
    for (int i = 0; i < open.parameterCount(); i++) {
      Class<?> each = open.parameterType(i);
      if (!each.isPrimitive() && each != Class.class && each != String.class) {
        open = open.changeParameterType(i, Object.class);
      }
    }
    return handle.asType(open);
  }

  /** The fields of reference types that the code of a class names, its own and others'. */
  List<Named> named(Class<?> type) throws Throwable {
    List<Named> all = new ArrayList<>();
    Object constants = (Object) pool.invokeExact(type);
    int count = constants == null ? 0 : (int) size.invokeExact(constants);
    for (int i = 1; i < count; i++) {
      if ((Object) tag.invokeExact(constants, i) == fieldReference) {
        String[] info = (String[]) reference.invokeExact(constants, i);
        if (worthwhile(info[2])) {
          all.add(new Named(info[0], info[1], info[2]));
        }
      }
    }
    return all;
  }

  /** Whether something may be behind it. */
  private static boolean worthwhile(String descriptor) {
    return switch (descriptor.charAt(0)) {
      case 'L' ->
          !descriptor.startsWith("Ljava/lang/")
              || descriptor.equals("Ljava/lang/Object;")
              || descriptor.equals("Ljava/lang/Iterable;")
              || descriptor.equals("Ljava/lang/Runnable;")
              || descriptor.startsWith("Ljava/lang/Thread");
      case '[' -> descriptor.charAt(1) == 'L' || descriptor.charAt(1) == '[';
      default -> false;
    };
  }

  /**
   * Where a class has a field of exactly this name and descriptor, its own or inherited.
   *
   * @return null when it has none
   */
  Place place(Class<?> owner, String name, String descriptor) throws Throwable {
    Object asked = (Object) create.invokeExact(owner, name, Object.class, GET_FIELD);
    type.invokeExact(asked, (Object) descriptor);
    Object found = (Object) resolve.invokeExact(asked, (Class<?>) null, TRUSTED, true);
    if (found == null) {
      return null;
    }
    Class<?> declares = (Class<?>) declaring.invokeExact(found);
    if (!(boolean) isStatic.invokeExact(found)) {
      long at = (long) offset.invokeExact(found);
      return new Place(declares, name, Peek.referenceAt(at), false);
    }
    long at = (long) staticOffset.invokeExact(found);
    return (Object) staticBase.invokeExact(found) == declares
        ? new Place(declares, name, Peek.referenceAt(at), true)
        : null;
  }

  /** A class whose fields are known. */
  private static final class Trial {
    private static Object inClass;
    private int before = 7;
    private Object inObject;

    private static void run(FieldPlaces places) throws Throwable {
      inClass = new Object();
      Trial object = new Trial();
      object.inObject = new Object();
      int seen = object.before;
      for (Named each : places.named(Trial.class)) {
        Place place = places.place(Trial.class, each.name(), each.descriptor());
        if (each.name().equals("inClass") && place.inClass()) {
          seen += Peek.reference(Trial.class, place.at()) == inClass ? 10 : 0;
        } else if (each.name().equals("inObject") && !place.inClass()) {
          seen += Peek.reference(object, place.at()) == object.inObject ? 10 : 0;
        }
      }
      boolean exact = places.place(Trial.class, "before", "Ljava/lang/Object;") == null;
      if (seen != 27 || !exact) {
        throw new NoSuchFieldException("a trial read other fields than there are");
      }
    }
  }
}
