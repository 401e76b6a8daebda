package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;

class InitializersTest {
  private final StringBuilder text = new StringBuilder();

  private Initializers told(Set<String> supers) {
    return new Initializers(ThreadPrintParser.parse(text.toString(), id -> null), name -> supers);
  }

  private void thread(int id, String... lines) {
    text.append("\"worker-")
        .append(id)
        .append("\" #")
        .append(id)
        .append(" prio=5 os_prio=0 cpu=0.58ms elapsed=2.84s tid=0x00007fcba00b74")
        .append(id)
        .append(" nid=0xa67 in Object.wait()  [0x00007fcb88cfd000]\n")
        .append("   java.lang.Thread.State: RUNNABLE\n");
    for (String line : lines) {
      text.append(line.startsWith("-") ? "\t" : "\tat ").append(line).append('\n');
    }
    text.append('\n');
  }

  private static String waits(String className) {
    return "- waiting on the Class initialization monitor for " + className;
  }

  @Test
  void thread_with_the_initialiser_on_its_stack_initialises_the_class() {
    thread(11, "A.<clinit>(A.java:5)", waits("B"), "Main.run(Main.java:1)");
    thread(12, "Deep.call(Deep.java:5)", "B.<clinit>(B.java:6)", waits("A"));
    thread(13, "Main.run(Main.java:1)");

    Initializers told = told(Set.of());

    assertEquals("B", told.awaited(11));
    assertEquals("A", told.awaited(12));
    assertNull(told.awaited(13));
    assertEquals(12, told.of("B").thread());
    assertEquals(11, told.of("A").thread());
  }

  @Test
  void thread_that_waits_for_the_superclass_initialises_the_class_below() {
    thread(11, "Shape.<clinit>(Shape.java:5)", waits("Square"));
    thread(12, "Main.run(Main.java:1)", waits("Shape"));

    assertEquals(12, told(Set.of("Shape", "java.lang.Object")).of("Square").thread());
  }

  @Test
  void of_two_threads_at_the_superclass_neither_is_named() {
    thread(11, "Shape.<clinit>(Shape.java:5)", waits("Square"));
    thread(12, "Main.run(Main.java:1)", waits("Shape"));
    thread(13, "Main.run(Main.java:1)", waits("Shape"));

    assertEquals(
        "2 threads initialise a superclass of it", told(Set.of("Shape")).of("Square").unknown());
  }

  @Test
  void two_classes_of_one_name_in_two_loaders_are_not_guessed_at() {
    thread(11, "A.<clinit>(A.java:5)", waits("B"));
    thread(12, "A.<clinit>(A.java:5)", waits("B"));

    assertEquals(
        "2 threads have a <clinit> of a class of this name", told(Set.of()).of("A").unknown());
  }

  @Test
  void names_above_a_class_are_its_superclasses_and_all_interfaces() {
    Class<?>[] loaded = {String.class, java.util.ArrayList.class};

    Set<String> above = Initializers.above(loaded, "java.util.ArrayList");

    assertEquals(
        Set.of(),
        minus(
            Set.of("java.util.AbstractList", "java.util.AbstractCollection", "java.lang.Iterable"),
            above));
  }

  private static Set<String> minus(Set<String> all, Set<String> known) {
    Set<String> left = new java.util.HashSet<>(all);
    left.removeAll(known);
    return left;
  }
}
