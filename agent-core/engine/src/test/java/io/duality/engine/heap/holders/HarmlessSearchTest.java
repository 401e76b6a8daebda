package io.duality.engine.heap.holders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.Depot;
import com.acme.Shelf;
import io.duality.boot.Peek;
import io.duality.engine.heap.holders.Walk.Held;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.ModuleVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search changes nothing for the application whose objects it reads. */
@SuppressWarnings("JdkObsolete") // applications use them
class HarmlessSearchTest {
  private static final HolderLimits WIDE =
      new HolderLimits(1_000_000, 60_000_000_000L, 120_000_000_000L);

  private static final int MOST = 5_000;

  @AfterEach
  void forget() {
    Depot.held = null;
  }

  private static Walk search(Class<?>... classes) {
    return new HolderSearch(classes::clone).search(WIDE, () -> false);
  }

  private static Walk depot() {
    assertTrue(Depot.Counter.used() >= 0);
    return search(Depot.class, Depot.Counter.class);
  }

  /** Each is changed by its only owner, as fast as can be, and never has more than so many. */
  @Test
  void collections_that_change_meanwhile_are_read_to_an_end() throws InterruptedException {
    List<Map<Object, Object>> maps =
        List.of(
            new HashMap<>(),
            new TreeMap<>(),
            new ConcurrentHashMap<>(),
            new ConcurrentSkipListMap<>());
    List<Collection<Object>> collections =
        List.of(
            new ArrayList<>(),
            new LinkedList<>(),
            new ArrayDeque<>(),
            new ConcurrentLinkedQueue<>());
    Depot.held = new Object[] {maps.toArray(), collections.toArray()};
    AtomicBoolean end = new AtomicBoolean();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    List<Thread> owners = new ArrayList<>();
    maps.forEach(map -> owners.add(new Thread(() -> change(map, end))));
    collections.forEach(each -> owners.add(new Thread(() -> change(each, end))));
    owners.forEach(
        owner -> {
          owner.setUncaughtExceptionHandler((thread, thrown) -> failed.set(thrown));
          owner.start();
        });
    try {
      for (int i = 0; i < 100; i++) {
        Walk walk = depot();
        assertNull(walk.ended(), walk::ended);
        for (Held held : walk.holders()) {
          assertTrue(held.entries() <= 2 * MOST + 64, held::toString); // the room of a deque
        }
      }
    } finally {
      end.set(true);
      for (Thread owner : owners) {
        owner.join();
      }
    }
    assertNull(failed.get(), "an owner met something of the search's");
  }

  private static void change(Map<Object, Object> map, AtomicBoolean end) {
    for (int i = 0; !end.get(); i = (i + 1) % (2 * MOST)) {
      if (i < MOST) {
        map.put(i, new Depot.Order());
      } else {
        map.remove(i - MOST);
      }
    }
  }

  private static void change(Collection<Object> all, AtomicBoolean end) {
    for (int i = 0; !end.get(); i = (i + 1) % (2 * MOST)) {
      if (i < MOST) {
        all.add(new Depot.Order());
      } else if (i == 2 * MOST - 1) {
        all.clear();
      }
    }
  }

  /** Asks its parent for the JDK alone, and remembers who asked. */
  private static final class OwnLoader extends ClassLoader {
    private final List<String> asked = new ArrayList<>();

    private OwnLoader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = Shelf.class.getClassLoader().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void loader_of_the_application_is_not_asked_for_the_types_of_fields() throws Exception {
    OwnLoader loader = new OwnLoader();
    Class<?> shelf = loader.loadClass(Shelf.class.getName());
    assertEquals(true, shelf.getMethod("fill", int.class).invoke(null, 200));
    loader.asked.clear();

    Walk walk = search(shelf);

    assertEquals(List.of(), loader.asked, "a search asks no loader");
    assertEquals(200, walk.holders().get(0).entries());
    assertEquals(List.of("static com.acme.Shelf.ENTRIES"), walk.holders().get(0).path());
    assertTrue(shelf.getDeclaredFields().length > 1);
    assertTrue(
        loader.asked.contains("com.acme.Shelf$Unused"),
        "reflection would have asked: " + loader.asked);
  }

  @Test
  void lock_that_is_held_is_not_inflated() throws InterruptedException {
    Depot.Cache locked = new Depot.Cache();
    for (int i = 0; i < 200; i++) {
      locked.entries.put(i, new Object[] {i});
    }
    Depot.held = locked;
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread owner =
        new Thread(
            () -> {
              synchronized (locked) {
                holds.countDown();
                awaitQuietly(end);
              }
            });
    owner.start();
    holds.await();
    try {
      boolean before = Peek.hashDisturbs(locked);
      Walk walk = depot();
      assertEquals(200, walk.holders().get(0).entries(), "it is read all the same");
      assertEquals(before, Peek.hashDisturbs(locked));
    } finally {
      end.countDown();
      owner.join();
    }
  }

  private static void awaitQuietly(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nothing_of_the_application_is_kept_after_a_search() {
    HolderSearch search = new HolderSearch(() -> new Class<?>[] {Depot.class, Depot.Counter.class});
    Depot.held = new Depot.Cache();
    WeakReference<Object> cache = new WeakReference<>(Depot.held);
    Walk walk = search.search(WIDE, () -> false);
    Depot.held = null;
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (cache.get() != null && System.nanoTime() - deadline < 0) {
      System.gc();
    }
    assertFalse(cache.get() != null, "kept by the search");
    assertTrue(walk.roots() > 0 && search.search(WIDE, () -> false).roots() > 0);
  }

  @Test
  void module_that_exports_and_opens_nothing_is_read_and_stays_as_it_is(@TempDir Path directory)
      throws Exception {
    Path acme = Files.createDirectories(directory.resolve("com/acme"));
    for (String name : List.of("Shelf", "Shelf$Unused")) {
      try (InputStream in = Shelf.class.getResourceAsStream(name + ".class")) {
        Files.copy(in, acme.resolve(name + ".class"));
      }
    }
    ClassWriter description = new ClassWriter(0);
    description.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
    ModuleVisitor module = description.visitModule("app", 0, null);
    module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
    module.visitEnd();
    description.visitEnd();
    Files.write(directory.resolve("module-info.class"), description.toByteArray());
    ModuleLayer boot = ModuleLayer.boot();
    Configuration apps =
        boot.configuration().resolve(ModuleFinder.of(directory), ModuleFinder.of(), List.of("app"));
    ClassLoader loader =
        boot.defineModulesWithOneLoader(apps, ClassLoader.getPlatformClassLoader())
            .findLoader("app");
    Class<?> shelf = Class.forName(Shelf.class.getName(), true, loader);
    assertEquals("app", shelf.getModule().getName());

    List<Walk.Held> seen =
        search(shelf).holders().stream()
            .filter(each -> each.path().equals(List.of("static com.acme.Shelf.ENTRIES")))
            .toList();
    assertEquals(List.of(100L), seen.stream().map(Walk.Held::entries).toList());

    Module ours = HolderSearch.class.getModule();
    assertFalse(shelf.getModule().isOpen("com.acme", ours));
    assertFalse(shelf.getModule().isExported("com.acme", ours));
  }
}
