package io.duality.boot;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;

/**
 * Reads fields of any object without calling a method of it. Every offset is asked for once, at
 * start; a field that a JDK or library does not have gives {@link #NONE}, never an exception. An
 * offset knows the type of its field, and reads as absent where another one is asked for: an int
 * that was taken for a reference would end the JVM.
 */
public final class Peek {
  /** The offset of a field that does not exist. */
  public static final long NONE = -1;

  /** Above the offset itself, which no object is large enough to need: the type of the field. */
  private static final int KIND = 56;

  private static final long WHERE = (1L << KIND) - 1;
  private static final int REFERENCE = 1;
  private static final int INT = 2;
  private static final int LONG = 3;
  private static final int BYTE = 4;
  private static final int BOOLEAN = 5;
  private static final int OTHER = 6;

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long TID = offset(Thread.class, "tid");
  private static final long STATUS = offset(Thread.class, "threadStatus");
  private static final long HOLDER = offset(Thread.class, "holder");
  private static final long HOLDER_STATUS = holderStatus();
  private static final Class<?> VIRTUAL = virtual();
  private static final long ARRAY_BASE = constant("ARRAY_OBJECT_BASE_OFFSET");
  private static final long ARRAY_SCALE = constant("ARRAY_OBJECT_INDEX_SCALE");
  private static final long LONGS_BASE = constant("ARRAY_LONG_BASE_OFFSET");
  private static final long INTS_BASE = constant("ARRAY_INT_BASE_OFFSET");

  private Peek() {}

  /**
   * The offset of an instance field declared by exactly this class of the JDK, with its type, or
   * {@link #NONE}.
   */
  public static long offset(Class<?> owner, String field) {
    try {
      Field found = owner.getDeclaredField(field);
      return Modifier.isStatic(found.getModifiers())
          ? NONE
          : (long) kind(found.getType().descriptorString().charAt(0)) << KIND
              | UNSAFE.objectFieldOffset(found);
    } catch (Throwable absent) {
      return NONE; // an expectation that this JDK or library does not meet; the caller reports it
    }
  }

  /**
   * The same for a class of the application, whose type is known from its bytes: asking the class
   * would load the types of all its fields.
   *
   * @param descriptor such as {@code J}
   */
  public static long offset(Class<?> owner, String field, String descriptor) {
    try {
      return (long) kind(descriptor.charAt(0)) << KIND | UNSAFE.objectFieldOffset(owner, field);
    } catch (Throwable absent) {
      return NONE; // as above
    }
  }

  private static int kind(char descriptor) {
    return switch (descriptor) {
      case 'L', '[' -> REFERENCE;
      case 'I' -> INT;
      case 'J' -> LONG;
      case 'B' -> BYTE;
      case 'Z' -> BOOLEAN;
      default -> OTHER;
    };
  }

  /** Whether there is something to read. */
  private static boolean is(int kind, Object owner, long offset) {
    return owner != null && offset >>> KIND == kind;
  }

  /** Whether a class is initialised, or being so, without initialising it. */
  public static boolean isInitialized(Class<?> type) {
    return !UNSAFE.shouldBeInitialized(type);
  }

  /** The value of a static reference field, or null when there is none. */
  public static Object staticReference(Class<?> owner, String field) {
    try {
      Field found = owner.getDeclaredField(field);
      return UNSAFE.getReferenceVolatile(
          UNSAFE.staticFieldBase(found), UNSAFE.staticFieldOffset(found));
    } catch (Throwable absent) {
      return null; // as above
    }
  }

  /** A reference field; null when the object is null or has no reference there. */
  public static Object reference(Object owner, long offset) {
    return is(REFERENCE, owner, offset) ? UNSAFE.getReferenceVolatile(owner, offset & WHERE) : null;
  }

  /**
   * A place whose type somebody else has made sure of.
   *
   * @param offset where a reference is, as the JVM says it
   */
  public static long referenceAt(long offset) {
    return (long) REFERENCE << KIND | offset;
  }

  /** Whether asking for the identity hash would inflate a lock or revoke its bias. */
  public static boolean hashDisturbs(Object object) {
    if (!IdentityHash.isFound()) {
      return false;
    }
    long state = header(object) & 7;
    return state == 5 || (state & 3) == 0;
  }

  /** Whether an offset leads to a reference. */
  public static boolean isReference(long offset) {
    return offset >>> KIND == REFERENCE;
  }

  /** An int field; 0 when the object is null or has no int there. */
  public static int integer(Object owner, long offset) {
    return is(INT, owner, offset) ? UNSAFE.getIntVolatile(owner, offset & WHERE) : 0;
  }

  /** A long field; 0 when the object is null or has no long there. */
  public static long longInteger(Object owner, long offset) {
    return is(LONG, owner, offset) ? UNSAFE.getLongVolatile(owner, offset & WHERE) : 0;
  }

  /** A byte field; 0 when the object is null or has no byte there. */
  public static byte octet(Object owner, long offset) {
    return is(BYTE, owner, offset) ? UNSAFE.getByteVolatile(owner, offset & WHERE) : 0;
  }

  /** A boolean field; false when the object is null or has no boolean there. */
  public static boolean bool(Object owner, long offset) {
    return is(BOOLEAN, owner, offset) && UNSAFE.getBooleanVolatile(owner, offset & WHERE);
  }

  /** Puts a value into an empty place of an array; false when it is not empty. */
  static boolean claim(Object[] array, int index, Object value) {
    return UNSAFE.compareAndSetReference(array, ARRAY_BASE + index * ARRAY_SCALE, null, value);
  }

  /** Adds to an element as one step; returns what it was. */
  static long add(long[] array, int index, long more) {
    return UNSAFE.getAndAddLong(array, LONGS_BASE + (long) index * Long.BYTES, more);
  }

  /** Replaces an element if it has an expected value, as one step. */
  static boolean replace(int[] array, int index, int expected, int by) {
    return UNSAFE.compareAndSetInt(array, INTS_BASE + (long) index * Integer.BYTES, expected, by);
  }

  /** The first word of an object's header. */
  static long header(Object object) {
    return UNSAFE.getLong(object, 0L);
  }

  /** What was read or written before is not moved behind what is written after. */
  static void storeFence() {
    UNSAFE.storeFence();
  }

  /** What was read before is not moved behind what is read or written after. */
  static void loadFence() {
    UNSAFE.loadFence();
  }

  /** The thread's id, past any override of {@code getId}. */
  public static long threadId(Thread thread) {
    return TID >>> KIND == LONG ? UNSAFE.getLong(thread, TID & WHERE) : thread.getId();
  }

  /** Whether it is a virtual thread; false on JDKs that have none. */
  public static boolean isVirtual(Thread thread) {
    return VIRTUAL != null && VIRTUAL.isInstance(thread);
  }

  /**
   * The thread's state, past any override of {@code getState}. A virtual thread's is asked of the
   * JDK's own class.
   */
  public static Thread.State state(Thread thread) {
    if (isVirtual(thread)) {
      return thread.getState();
    }
    if (is(INT, thread, STATUS)) {
      return VM.toThreadState(UNSAFE.getIntVolatile(thread, STATUS & WHERE));
    }
    Object holder = reference(thread, HOLDER);
    return is(INT, holder, HOLDER_STATUS)
        ? VM.toThreadState(UNSAFE.getIntVolatile(holder, HOLDER_STATUS & WHERE))
        : thread.getState();
  }

  /** A constant of Unsafe, which is an int in some JDKs and a long in others. */
  private static long constant(String name) {
    try {
      Field field = Unsafe.class.getDeclaredField(name);
      Object base = UNSAFE.staticFieldBase(field);
      long offset = UNSAFE.staticFieldOffset(field);
      return field.getType() == long.class
          ? UNSAFE.getLong(base, offset)
          : UNSAFE.getInt(base, offset);
    } catch (Throwable absent) {
      throw new LinkageError(name, absent); // nothing is woven on such a JDK
    }
  }

  private static long holderStatus() {
    try {
      return offset(Class.forName("java.lang.Thread$FieldHolder", false, null), "threadStatus");
    } catch (Throwable absent) {
      return NONE; // JDK 17 keeps the status in the thread itself
    }
  }

  private static Class<?> virtual() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (Throwable absent) {
      return null; // JDK 17 has no virtual threads
    }
  }
}
