package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One woven application that keeps its synchronizers in every way, asked what they are called. */
class OwnLocksTest {
  private static final String ME = OwnLocksMain.class.getName();
  private static List<String> lines;

  @BeforeAll
  static void run(@TempDir Path scratch) throws Exception {
    lines = ChildJvm.run(scratch, "", OwnLocksMain.class);
  }

  private static String name(String what) {
    return lines.stream()
        .filter(line -> line.startsWith(what + ": "))
        .map(line -> line.substring(what.length() + 2))
        .findFirst()
        .orElseThrow(() -> new AssertionError(what + " is not in " + lines));
  }

  private static void isCreatedAt(String what, String expected) {
    String name = name(what);
    assertTrue(name.matches(expected.replace("$", "\\$") + ":\\d+(#\\d+)?"), what + ": " + name);
  }

  @Test
  void subclass_of_a_lock_is_named_by_its_field_and_so_is_what_threads_wait_on() {
    assertEquals(ME + ".stockLock", name("subclass"));
    assertEquals(ME + ".stockLock", name("subclass inner"));
    assertEquals(ME + ".stockLock#2", name("subclass of a second object"));
  }

  @Test
  void copy_of_a_lock_is_named_by_the_field_that_holds_the_copy() {
    assertEquals(ME + ".copiedLock", name("copy"));
    assertEquals(ME + ".copiedLock", name("copy inner"));
    assertEquals(ME + ".copiedLock#2", name("copy inner of a second object"));
  }

  @Test
  void own_synchronizer_in_a_field_of_a_lock_of_no_known_type_has_the_lock_s_name() {
    assertEquals(ME + ".turnMutex", name("mutex inner"));
    isCreatedAt("mutex in a map", "OwnLocksMain$TurnMutex created at " + ME + ".main");
  }

  @Test
  void own_synchronizer_that_is_used_itself_has_its_field_s_name() {
    assertEquals(ME + ".startLatch", name("latch"));
  }

  @Test
  void subclasses_of_queues_and_pools_have_their_field_s_names() {
    assertEquals(ME + ".orderQueue", name("queue"));
    assertEquals(ME + ".orderQueue", name("queue inner"));
    assertEquals(ME + ".orderPool", name("pool"));
    assertEquals(ME + ".orderPool queue", name("pool's queue"));
  }

  @Test
  void subclass_whose_name_does_not_tell_has_its_class_s_name_where_no_field_is_known() {
    assertEquals(ME + "$Turnstile", name("turnstile by reference"));
    assertEquals(ME + "$Turnstile#2", name("turnstile by reflection"));
    assertEquals(ME + "$Gates.turnstile", name("turnstile in a class that is loaded later"));
  }

  @Test
  void object_that_is_made_by_reflection_is_named_where_it_is_cast() {
    isCreatedAt("by constructor", "ReentrantLock created at " + ME + ".reflected");
    assertEquals(ME + ".byReflection", name("by constructor into a field"));
    isCreatedAt("read", "ReentrantLock created at " + ME + ".deserialised");
  }

  @Test
  void field_written_by_handle_or_reflection_leaves_the_place_of_creation() {
    isCreatedAt("injected", "ReentrantLock created at " + ME + ".injected");
    isCreatedAt("by handle", "ReentrantLock created at " + ME + ".byHandle");
  }

  @Test
  void elements_of_arrays_and_maps_are_told_apart_by_number() {
    String first = name("element 0");
    isCreatedAt("element 0", "ReentrantLock created at " + ME + ".elements");
    assertEquals(first + "#2", name("element 1"));
    assertEquals(first + "#3", name("element 2"));
  }

  @Test
  void pool_of_a_factory_is_named_where_the_factory_is_called() {
    isCreatedAt("factory", "ExecutorService created at " + ME + ".factory");
  }

  @Test
  void field_is_preferred_to_the_factory_that_created_the_lock() {
    assertEquals(ME + ".fromFactory", name("from factory"));
    assertEquals(ME + ".fromFactory", name("from factory inner"));
  }

  @Test
  void common_pool_never_has_the_name_of_one_of_its_users() {
    assertEquals("ForkJoinPool.commonPool", name("common pool"));
  }

  @Test
  void constants_of_interfaces_and_objects_of_no_synchronizer_type_are_what_they_are() {
    assertEquals(ME + "$Shared.LOCK", name("interface"));
    assertEquals("null", name("no lock"));
    assertEquals("null", name("no lock in a telling field"));
  }

  @Test
  void views_of_a_stamped_lock_wait_under_the_name_of_the_lock() {
    assertEquals(ME + ".stamped", name("stamped"));
    assertEquals(ME + ".stampedRead", name("stamped view"));
  }

  @Test
  void hidden_class_works_and_nothing_was_swallowed() {
    assertEquals("works", name("hidden class"));
    assertEquals("0", name("hook failures"));
    assertNull(
        lines.stream().filter(line -> line.contains("stay as they are")).findAny().orElse(null));
  }
}
