package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Classes whose initialisation waits for another thread's: the JVM calls both runnable. */
final class InitializerStoriesTest {
  private static final String PROGRAM = "io.duality.scenarios.InitializerDeadlock$";
  private static final String PRICES = "initializer of " + PROGRAM + "Prices";
  private static final String TAXES = "initializer of " + PROGRAM + "Taxes";

  @OnEveryJdk
  void classes_that_initialise_each_other_are_a_deadlock_with_classes_and_threads(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", InitializerDeadlock.class, "requests");

    crosswise(incident);
    incident.waits("http-1", PRICES).traced("http-1", "victim").named("http-1");
  }

  @OnEveryJdk
  @Since(21)
  void virtual_threads_that_initialise_each_other_are_seen_on_their_carriers(AgentJvm jvm) {
    // Each keeps its carrier: a machine with one processor would have one.
    jvm.options("-Djdk.virtualThreadScheduler.parallelism=2");
    crosswise(Incident.soon(jvm, "deadlock", InitializerDeadlock.class, "virtual"));
  }

  private static void crosswise(Incident incident) {
    incident.holds("price-loader", PRICES).waits("price-loader", TAXES).traced("price-loader");
    incident.holds("tax-loader", TAXES).waits("tax-loader", PRICES).traced("tax-loader");
    incident.verdict("S04").title("Prices").title("Taxes");
    ring(incident, "price-loader", "tax-loader", PRICES, TAXES);
    Tree node = incident.waits().node(PRICES);
    assertEquals("class-initializer", node.text("kind"));
    String said = incident.bundle().summary().replaceAll("\\s+", " ");
    assertTrue(said.contains("run by `tax-loader`"), said);
  }

  @OnEveryJdk
  void class_and_superclass_that_initialise_each_other_are_a_deadlock(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "deadlock", InitializerDeadlock.class, "super");

    String square = "initializer of " + PROGRAM + "Square";
    String shape = "initializer of " + PROGRAM + "Shape";
    incident.holds("square-loader", square).waits("square-loader", shape);
    incident.holds("shape-loader", shape).waits("shape-loader", square);
    incident.traced("square-loader").traced("shape-loader").verdict("S04");
    ring(incident, "square-loader", "shape-loader", square, shape);
  }

  @OnEveryJdk
  void class_whose_initialiser_waits_for_a_lock_is_a_chain(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", SlowInitializer.class);

    String initializer = "initializer of io.duality.scenarios.SlowInitializer$Catalogue";
    incident.waits("http-1", initializer).traced("http-1", "victim");
    incident.holds("loader", initializer).traced("loader", "holder");
    incident.root("importer");
    assertEquals(List.of(), incident.waits().cycles());
  }

  private static void ring(Incident incident, String... members) {
    List<List<String>> cycles = incident.waits().cycles();
    assertEquals(1, cycles.size(), () -> "cycles of " + incident.waits().tree());
    assertEquals(new TreeSet<>(Set.of(members)), new TreeSet<>(cycles.get(0)));
  }
}
