package io.duality.boot;

import java.util.function.BiConsumer;
import jdk.internal.misc.Unsafe;

/**
 * The way to {@link Names} for classes whose loader does not ask the boot loader: a class of the
 * same name in that loader, whose static fields hold these. It needs no other type than the JDK's.
 */
public final class Bridge implements BiConsumer<Object, Object> {
  /** The hooks that a bridge has, each in a static field of type {@code BiConsumer}. */
  private static final String[] HOOKS = {
    "stored", "created", "storedPerhaps", "createdPerhaps", "constructed"
  };

  private final int hook;

  private Bridge(int hook) {
    this.hook = hook;
  }

  /** The names of its hooks, which are the names of its static fields as well. */
  public static String[] hooks() {
    return HOOKS.clone();
  }

  /**
   * Defines a bridge in a loader; the class is part of it from then on, and goes with it.
   *
   * @param loader not null
   * @param bytes of a class named as {@link Names}, with a static field for each of {@link #hooks}
   * @throws LinkageError when the loader has one already, or refuses it
   * @throws ReflectiveOperationException when the class is not as described
   */
  public static void define(ClassLoader loader, byte[] bytes) throws ReflectiveOperationException {
    Unsafe unsafe = Unsafe.getUnsafe();
    String name = Names.class.getName().replace('.', '/');
    Class<?> bridge = unsafe.defineClass(name, bytes, 0, bytes.length, loader, null);
    for (int i = 0; i < HOOKS.length; i++) {
      bridge.getField(HOOKS[i]).set(null, new Bridge(i));
    }
  }

  @Override
  public void accept(Object value, Object name) {
    switch (hook) {
      case 0 -> Names.stored(value, (String) name);
      case 1 -> Names.created(value, (String) name);
      case 2 -> Names.storedPerhaps(value, (String) name);
      case 3 -> Names.createdPerhaps(value, (String) name);
      default -> Names.constructed(value);
    }
  }
}
