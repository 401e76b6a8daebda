package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.orders.Orders;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.harness.Since;
import io.duality.harness.Tree;
import io.duality.harness.WaitGraph;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The order service of the examples, with nothing of its stories configured but its name. */
final class OrdersStoriesTest {
  private static final String LOCK = "com.acme.orders.Inventory.stockLock";
  private static final int CLIENTS = 16;

  @OnEveryJdk
  void orders_queue_up_behind_a_job_that_scans_under_a_lock(AgentJvm jvm) {
    stall(orders(jvm, "stall"));
  }

  @OnEveryJdk
  @Since(21)
  void orders_on_virtual_threads_queue_up_no_less(AgentJvm jvm) {
    stall(orders(jvm, "virtual-threads"));
  }

  private static void stall(RunningJvm app) {
    OpenedBundle bundle = app.awaitBundle("stall").validate();
    WaitGraph waits = bundle.waits();
    List<Tree> victims =
        waits.tree().trees("nodes").stream()
            .filter(node -> node.text("spanName", "").equals("POST /orders"))
            .toList();
    assertEquals(CLIENTS, victims.size(), () -> "POST /orders among " + waits.tree());
    Set<String> traces = new TreeSet<>();
    for (Tree victim : victims) {
      assertTrue(waits.hasEdge(victim.text("name"), "waits-for", LOCK), victim::toString);
      traces.add(victim.text("traceId"));
    }
    assertEquals(CLIENTS, traces.size(), "every request has a trace of its own");
    assertTrue(waits.hasEdge(LOCK, "held-by", "inventory-sync"), () -> waits.tree().toString());
    assertEquals("SyncJob", waits.node("inventory-sync").text("spanName"));
    Tree manifest = bundle.manifest();
    assertEquals("orders", manifest.tree("service").text("name"));
    assertTrue(
        manifest.trees("traces").stream().anyMatch(trace -> !trace.is("sampled")),
        "traces that the backend will not show are here");
    String title = bundle.summary().lines().findFirst().orElse("");
    Pattern told =
        Pattern.compile("16 .*POST /orders.* wait .*Inventory[.]stockLock, held by inventory-sync");
    assertTrue(told.matcher(title).find(), title);

    assertEquals(0, app.awaitExit(), "the service itself came to no harm");
    assertTrue(app.awaitLine("requests answered").contains(" 0 failed"), app.stdout()::toString);
    assertEquals(1, app.bundles().size(), () -> "one stall, one bundle: " + app.bundles());
  }

  @OnEveryJdk
  void transfers_that_lock_two_accounts_crosswise_are_a_deadlock(AgentJvm jvm) {
    RunningJvm app = orders(jvm, "deadlock");

    OpenedBundle bundle = app.awaitBundle("deadlock").validate();
    List<List<String>> cycles = bundle.waits().cycles();
    assertEquals(1, cycles.size(), cycles::toString);
    assertTrue(
        cycles
            .get(0)
            .containsAll(
                List.of(
                    "com.acme.orders.CustomerAccounts.creditLock",
                    "com.acme.orders.CustomerAccounts.pointsLock")),
        cycles::toString);
    assertEquals("S04", bundle.verdict().text("pattern"));
  }

  @OnEveryJdk
  void same_load_without_the_job_makes_no_bundle(AgentJvm jvm) {
    RunningJvm app = orders(jvm, "healthy");

    assertEquals(0, app.awaitExit());
    assertEquals(List.of(), app.bundles());
  }

  private static RunningJvm orders(AgentJvm jvm, String story) {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      jvm.classPath(Path.of(entry).toAbsolutePath());
    }
    return Incident.onAnyMachine(jvm)
        .environment("OTEL_SERVICE_NAME", "orders")
        .main(Orders.class)
        .arguments(story)
        .start();
  }
}
