package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.Names;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Classes are woven, verified by loading them, and asked what their synchronizers are called. */
class FieldNamesTest {
  private static final String HERE = FieldNamesTest.class.getName();

  private static byte[] bytesOf(Class<?> type) throws IOException {
    try (InputStream in =
        type.getClassLoader().getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  /** Defines woven copies of the given classes; everything else comes from the tests' loader. */
  private static final class Woven extends ClassLoader {
    private final FieldNames names = new FieldNames(true);
    private final List<String> mine = new ArrayList<>();

    Woven(Class<?>... types) {
      super(FieldNamesTest.class.getClassLoader());
      for (Class<?> type : types) {
        mine.add(type.getName());
      }
    }

    Class<?> woven(Class<?> type) throws Exception {
      return Class.forName(type.getName(), true, this);
    }

    Object instance(Class<?> type) throws Exception {
      Constructor<?> constructor = woven(type).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null && mine.contains(name)) {
          try {
            byte[] original = bytesOf(Class.forName(name, false, getParent()));
            byte[] named = names.weave(this, original, true);
            assertNotNull(named, name + " was not changed");
            loaded = defineClass(name, named, 0, named.length);
          } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
          }
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }
  }

  private static Object value(Object owner, Class<?> type, String field) throws Exception {
    Field found = type.getDeclaredField(field);
    found.setAccessible(true);
    return found.get(owner);
  }

  static class Fields {
    static final ReentrantLock STATIC = new ReentrantLock();
    final Lock asInterface = new ReentrantLock();
    ReentrantLock perhaps;
    ExecutorService pool = Executors.newFixedThreadPool(1);
    final Semaphore many = new Semaphore(Boolean.getBoolean("no.such.property") ? 1 : 2, true);

    Fields() {
      Runnable assigns = () -> perhaps = new ReentrantLock();
      assigns.run();
    }
  }

  @Test
  void static_final_interface_and_lambda_assigned_fields_give_their_names() throws Exception {
    Woven loader = new Woven(Fields.class);
    Object fields = loader.instance(Fields.class);
    Class<?> type = fields.getClass();
    String name = HERE + "$Fields.";
    assertEquals(name + "STATIC", Names.nameOf(value(null, type, "STATIC")));
    assertEquals(name + "asInterface", Names.nameOf(value(fields, type, "asInterface")));
    assertEquals(name + "perhaps", Names.nameOf(value(fields, type, "perhaps")));
    assertEquals(name + "many", Names.nameOf(value(fields, type, "many")));
    ThreadPoolExecutor pool = (ThreadPoolExecutor) value(fields, type, "pool");
    assertEquals(name + "pool", Names.nameOf(pool));
    assertEquals(name + "pool queue", Names.nameOf(pool.getQueue()));
    pool.shutdown();
  }

  /** Fields whose types do not tell that a thread may wait for what they hold. */
  static class Anything<T> {
    Object asObject = new ReentrantLock();
    Queue<String> asQueue = new LinkedBlockingQueue<>();
    T asParameter;

    @SuppressWarnings("unchecked")
    Anything() {
      asParameter = (T) new Semaphore(1);
    }
  }

  @Test
  void field_of_any_type_gives_its_name_to_what_is_created_for_it() throws Exception {
    Object any = new Woven(Anything.class).instance(Anything.class);
    String name = HERE + "$Anything.";
    assertEquals(name + "asObject", Names.nameOf(value(any, any.getClass(), "asObject")));
    assertEquals(name + "asQueue", Names.nameOf(value(any, any.getClass(), "asQueue")));
    assertEquals(name + "asParameter", Names.nameOf(value(any, any.getClass(), "asParameter")));
  }

  record Pair(ReentrantLock left, ReentrantLock right) {}

  @Test
  void record_components_are_fields() throws Exception {
    Class<?> type = new Woven(Pair.class).woven(Pair.class);
    ReentrantLock left = new ReentrantLock();
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    constructor.newInstance(left, new ReentrantLock());
    assertEquals(HERE + "$Pair.left", Names.nameOf(left));
  }

  @SuppressWarnings("ImmutableEnumChecker")
  enum Colours {
    RED,
    BLUE;

    final ReentrantLock lock = new ReentrantLock();
  }

  @Test
  void locks_of_enum_constants_share_a_field_and_differ_by_number() throws Exception {
    Class<?> type = new Woven(Colours.class).woven(Colours.class);
    Object red = type.getEnumConstants()[0];
    Object blue = type.getEnumConstants()[1];
    assertEquals(HERE + "$Colours.lock", Names.nameOf(value(red, type, "lock")));
    assertEquals(HERE + "$Colours.lock#2", Names.nameOf(value(blue, type, "lock")));
  }

  /** Its own constructor calls another, with an argument that is created in front of it. */
  static class OwnLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;
    final transient Lock given;

    OwnLock() {
      this(new ReentrantLock(true), Boolean.getBoolean("no.such.property"));
    }

    OwnLock(Lock given, boolean fair) {
      super(new Semaphore(fair ? 1 : 2).isFair());
      this.given = given;
    }
  }

  @Test
  void constructor_that_calls_super_after_creating_arguments_is_still_valid() throws Exception {
    Object lock = new Woven(OwnLock.class).instance(OwnLock.class);
    assertTrue(lock instanceof ReentrantLock);
    Object given = value(lock, lock.getClass(), "given");
    assertEquals(HERE + "$OwnLock.given", Names.nameOf(given), "a field outranks the place");
  }

  /**
   * Creates in every way that compilers write: nested, chosen, thrown away, in a lambda, caught.
   */
  static class Creates {
    static List<Object> all(boolean first, Object other) {
      List<Object> made = new ArrayList<>();
      made.add(new Semaphore(first ? 1 : new Semaphore(3).availablePermits()));
      made.add(first ? new ReentrantLock() : other);
      made.add(other == null ? new ReentrantLock(first && new ReentrantLock().isFair()) : other);
      Supplier<Object> lazily = () -> new ReentrantLock();
      made.add(lazily.get());
      Supplier<Object> reference = ReentrantLock::new;
      made.add(reference.get());
      new ReentrantLock();
      try {
        made.add(new Semaphore(Integer.parseInt(String.valueOf(other))));
      } catch (NumberFormatException e) {
        made.add(
            new Semaphore(
                switch (made.size()) {
                  case 1 -> 1;
                  default -> 2;
                }));
      }
      Object[] array = {new ReentrantLock()};
      made.add(array[0]);
      synchronized (made) {
        for (int i = 0; i < 2; i++) {
          ReentrantLock inLoop;
          made.add(inLoop = new ReentrantLock(i == 0));
          assertFalse(inLoop.isLocked());
        }
      }
      return made;
    }
  }

  @Test
  void objects_created_anywhere_have_the_place_as_name_and_the_class_stays_valid()
      throws Exception {
    Class<?> type = new Woven(Creates.class).woven(Creates.class);
    Method all = type.getDeclaredMethod("all", boolean.class, Object.class);
    all.setAccessible(true);
    List<?> made = (List<?>) all.invoke(null, true, null);
    assertEquals(9, made.size());
    for (int i = 0; i < made.size(); i++) {
      String name = Names.nameOf(made.get(i));
      if (i == 4) {
        assertNull(name, "a constructor reference has no instruction of ours");
      } else {
        assertNotNull(name, "object " + i);
        assertTrue(name.contains(" created at " + HERE + "$Creates."), name);
      }
    }
    assertTrue(Names.nameOf(made.get(3)).contains("lambda$"), Names.nameOf(made.get(3)));
  }

  static class Plain {
    final String lock = "java/util/concurrent/locks/NoSuchLock";
  }

  @Test
  void class_without_known_types_is_not_even_parsed() throws Exception {
    assertFalse(ConstantPool.mayNameTypes(bytesOf(Plain.class), new OwnTypes()));
    assertTrue(ConstantPool.mayNameTypes(bytesOf(Fields.class), new OwnTypes()));
    assertTrue(ConstantPool.mayNameTypes(bytesOf(Creates.class), new OwnTypes()));
    assertNull(
        new FieldNames(true).weave(Plain.class.getClassLoader(), bytesOf(Plain.class), true));
  }

  /** Finds only what it was given and what every loader must find, as OSGi's do. */
  private static final class Filtering extends ClassLoader {
    Filtering() {
      super(FieldNamesTest.class.getClassLoader());
    }

    Class<?> define(byte[] woven) {
      return defineClass(null, woven, 0, woven.length);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("java.")) {
        throw new ClassNotFoundException(name + " is not for this bundle");
      }
      return super.loadClass(name, resolve);
    }
  }

  static final class InBundle {
    final Object lock = new ReentrantLock();
    final Lock unknown = (Lock) Map.of("key", new ReentrantLock()).get("key");
  }

  @Test
  void class_of_a_loader_that_hides_the_hooks_finds_them_over_a_bridge() throws Exception {
    byte[] original = bytesOf(InBundle.class);
    FieldNames names = new FieldNames(true);
    Filtering loader = new Filtering();
    byte[] woven = names.weave(loader, original, true);
    assertNotNull(woven);
    assertNull(names.state(true).reason());
    Class<?> bridged = loader.define(woven);
    Constructor<?> constructor = bridged.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object object = constructor.newInstance();
    assertEquals(HERE + "$InBundle.lock", Names.nameOf(value(object, bridged, "lock")));
    assertEquals(HERE + "$InBundle.unknown", Names.nameOf(value(object, bridged, "unknown")));
  }

  @Test
  void class_of_such_a_loader_that_was_loaded_before_us_stays_as_it_is() throws Exception {
    byte[] original = bytesOf(InBundle.class);
    FieldNames names = new FieldNames(true);
    Filtering loader = new Filtering();
    assertNull(names.weave(loader, original, false));
    assertTrue(names.state(true).reason().contains("hide io.duality.boot"));
    assertNotNull(names.weave(loader, original, true), "the next class that it loads is woven");
  }

  @Test
  void weaving_never_changes_fields_methods_or_their_order() throws Exception {
    byte[] original = bytesOf(Creates.class);
    byte[] woven = new FieldNames(true).weave(Creates.class.getClassLoader(), original, true);
    assertEquals(
        List.copyOf(ClassFile.members(original).keySet()),
        List.copyOf(ClassFile.members(woven).keySet()));
    assertFalse(Arrays.equals(original, woven));
  }
}
