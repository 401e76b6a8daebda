package io.duality.engine.heap.holders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.Depot;
import com.acme.Depot.Cache;
import com.acme.Depot.Link;
import com.acme.Depot.Order;
import com.acme.Depot.Wrapped;
import io.duality.engine.heap.holders.Walk.Held;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps many objects is found by reading fields. */
@SuppressWarnings("JdkObsolete") // applications use them
class HolderSearchTest {
  private static final HolderLimits WIDE =
      new HolderLimits(1_000_000, 60_000_000_000L, 120_000_000_000L);

  @AfterEach
  void forget() {
    Depot.held = null;
    Depot.CONTEXT.remove();
  }

  /** Its class has to be initialised, as that of what is used in an application. */
  @BeforeEach
  void use() {
    assertEquals(0, Depot.Counter.used());
  }

  private static Walk search(HolderLimits limits) {
    return new HolderSearch(HolderSearchTest::classes).search(limits, () -> false);
  }

  private static Class<?>[] classes() {
    return new Class<?>[] {Depot.class, Depot.Counter.class, Depot.Lazy.class, Depot.Order.class};
  }

  private static Held found(String path) {
    Walk walk = search(WIDE);
    assertNull(walk.ended(), walk::ended);
    return walk.holders().stream()
        .filter(each -> String.join(" -> ", each.path()).equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " is not in " + walk.holders()));
  }

  private static Held held(Object root) {
    Depot.held = root;
    return found("static com.acme.Depot.held");
  }

  private static <C extends Collection<Object>> C filled(C empty) {
    for (int i = 0; i < 300; i++) {
      empty.add(new Order());
    }
    return empty;
  }

  private static <M extends Map<Object, Object>> M mapped(M empty) {
    for (int i = 0; i < 300; i++) {
      empty.put("order-" + i, new Order());
    }
    return empty;
  }

  @Test
  void every_collection_of_the_jdk_tells_its_size_and_what_is_in_it() {
    List<Object> all =
        List.of(
            mapped(new HashMap<>()),
            mapped(new LinkedHashMap<>()),
            mapped(new ConcurrentHashMap<>()),
            mapped(new TreeMap<>()),
            mapped(new ConcurrentSkipListMap<>()),
            mapped(new java.util.Hashtable<>()),
            mapped(new java.util.WeakHashMap<>()),
            mapped(new java.util.IdentityHashMap<>()),
            Collections.synchronizedMap(mapped(new HashMap<>())),
            Collections.unmodifiableMap(mapped(new TreeMap<>())),
            filled(new ArrayList<>()),
            filled(new java.util.Vector<>()),
            filled(new ArrayDeque<>()),
            filled(new LinkedList<>()),
            filled(new HashSet<>()),
            filled(ConcurrentHashMap.newKeySet()),
            filled(new ConcurrentLinkedQueue<>()),
            filled(new ConcurrentLinkedDeque<>()),
            filled(new LinkedBlockingQueue<>()),
            filled(new LinkedBlockingDeque<>()),
            filled(new CopyOnWriteArrayList<>()),
            filled(new java.util.concurrent.ArrayBlockingQueue<>(400)),
            filled(new java.util.concurrent.LinkedTransferQueue<>()).toArray(),
            new PriorityBlockingQueue<>(
                filled(new ArrayList<>()).stream().map(Object::hashCode).toList()));
    for (Object each : all) {
      Held seen = held(each);
      assertEquals(300, seen.entries(), each.getClass().getName());
      boolean numbers = each instanceof PriorityBlockingQueue;
      String kept = numbers ? Integer.class.getName() : Order.class.getName();
      assertTrue(seen.classes().containsKey(kept), () -> seen + " of " + each.getClass());
    }
  }

  @Test
  void map_behind_a_field_of_a_bean_in_a_map_is_told_with_its_way() {
    Map<String, Object> beans = new ConcurrentHashMap<>();
    for (int i = 0; i < 40; i++) {
      beans.put("bean" + i, new Wrapped(new Order()));
    }
    Cache cache = new Cache();
    mapped(cache.entries);
    beans.put("cache", cache);
    Depot.held = new Object[] {beans};
    Held seen = found("static com.acme.Depot.held -> Depot$Cache.entries");
    assertEquals(300, seen.entries());
    assertEquals(HashMap.class.getName(), seen.type());
  }

  @Test
  void value_of_a_thread_local_is_told_with_the_field_that_names_it() {
    Depot.CONTEXT.set(filled(new ArrayList<>()));
    assertEquals(300, found("thread local com.acme.Depot.CONTEXT").entries());
  }

  @Test
  void task_of_a_thread_is_a_root() throws InterruptedException {
    List<Object> kept = filled(new ArrayList<>());
    CountDownLatch end = new CountDownLatch(1);
    Thread thread = new Thread(Depot.keeping(kept, end), "http-7");
    thread.start();
    try {
      assertEquals(300, found("thread http-* -> Depot$$Lambda").entries());
    } finally {
      end.countDown();
      thread.join();
    }
  }

  /** Lists in a map: those that were read stand for the others. */
  @Test
  void lists_of_a_map_are_told_together() {
    Map<Object, Object> byUser = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      byUser.put("user-" + i, filled(new ArrayList<>()));
    }
    Depot.held = byUser;
    Held seen = found("static com.acme.Depot.held -> [ArrayList]");
    assertEquals(300_000.0, (double) seen.entries(), 100_000.0);
    assertTrue(seen.estimated());
  }

  @Test
  void list_of_the_applications_own_is_a_chain() {
    Depot.held = Link.list(5_000);
    Held seen = found("static com.acme.Depot.held -> Depot$Link.next");
    assertEquals(4_999, seen.entries());
    assertTrue(seen.below().contains(Order.class.getName()), seen::toString);
  }

  @Test
  void class_that_nobody_used_is_not_initialised_and_budget_ends_a_search() {
    Depot.held = filled(new ArrayList<>());
    for (int i = 0; i < 2_000; i++) {
      Depot.held = new Object[] {Depot.held, new Wrapped(new Order())};
    }
    Walk walk = search(new HolderLimits(1_000, 60_000_000_000L, 120_000_000_000L));
    assertEquals("1000 objects were read, duality.leaks.holder-objects", walk.ended());
    assertEquals(
        "it was ended",
        new HolderSearch(HolderSearchTest::classes).search(WIDE, () -> true).ended());
  }
}
