package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code java -jar duality.jar COMMAND}, as a person types it. */
final class CommandLineTest {
  @OnEveryJdk
  void running_agent_tells_its_status_and_makes_a_bundle_that_can_be_read(AgentJvm jvm, Jdk jdk)
      throws IOException {
    RunningJvm app =
        jvm.set("duality.trigger.stall.enabled", "false") // one bundle is enough here
            .set("duality.trigger.manual.capture", "threads, waits, resources")
            .main(StockRoom.class)
            .start()
            .awaitReady();
    app.control().awaitArmed();
    String pid = Long.toString(app.pid());
    Path where = app.directory();

    Program status = Program.duality(where, jdk, "status", pid);
    assertEquals(0, status.code(), status::said);
    assertTrue(status.out().get(0).endsWith(" in StockRoom, pid " + pid), status::said);
    assertTrue(
        status.out().stream()
            .anyMatch(line -> line.matches("hooks: \\d+ of \\d+ armed, 0 calls failed")),
        status::said);
    assertFalse(status.said().contains(": off"), status::said);

    Program capture = Program.duality(where, jdk, "capture", pid, "--wait", "-r", "why so slow");
    assertEquals(0, capture.code(), capture::said);
    assertEquals(1, capture.out().size(), capture::said);
    OpenedBundle bundle = new OpenedBundle(Path.of(capture.out().get(0))).validate();
    assertEquals(app.bundleDirectory(), bundle.path().getParent());
    assertEquals("manual", bundle.trigger().text("name"));
    assertTrue(bundle.trigger().text("sentence").contains("why so slow"));
    assertTrue(bundle.waits().hasEdge("order-1", "waits-for", Stall.LOCK));

    read(where, jdk, bundle);
    app.send("end");
    assertEquals(0, app.awaitExit());
    Stall.saidOnlyThatItIsArmed(app);
    Program gone = Program.duality(where, jdk, "status", pid);
    assertEquals(3, gone.code(), gone::said);
    assertEquals(1, gone.err().size(), gone::said);
  }

  private static void read(Path where, Jdk jdk, OpenedBundle bundle) throws IOException {
    String id = bundle.name().substring(bundle.name().length() - 4);
    String title = bundle.summary().lines().findFirst().orElseThrow().replaceFirst("^# ", "");

    Program list = Program.duality(where, jdk, "list");
    assertEquals(0, list.code(), list::said);
    assertEquals(2, list.out().size(), list::said);
    assertTrue(list.out().get(1).contains(" " + id + " "), list::said);
    assertTrue(list.out().get(1).endsWith(title), () -> title + " in " + list.said());

    Program show = Program.duality(where, jdk, "show", id);
    assertEquals(0, show.code(), show::said);
    assertEquals(bundle.summary().lines().toList(), show.out());

    Program whole = Program.duality(where, jdk, "verify", id);
    assertEquals(0, whole.code(), whole::said);
    Files.writeString(bundle.path().resolve("waits.json"), " ", StandardOpenOption.APPEND);
    Program changed = Program.duality(where, jdk, "verify", id);
    assertEquals(1, changed.code(), changed::said);
    assertTrue(changed.said().contains("waits.json"), changed::said);
  }

  @OnEveryJdk
  void configuration_and_schemas_are_told_without_any_agent(AgentJvm jvm, Jdk jdk)
      throws IOException {
    Path where = jvm.directory();
    Files.writeString(where.resolve("good.properties"), "duality.trigger.stall.age = 2s\n");
    Files.writeString(
        where.resolve("bad.properties"),
        "duality.trigger.stall.age = never\nduality.bundel.dir = x\n");

    Program good = Program.duality(where, jdk, "config", "check", "good.properties");
    assertEquals(0, good.code(), good::said);
    Program bad = Program.duality(where, jdk, "config", "check", "bad.properties");
    assertEquals(1, bad.code(), bad::said);
    assertTrue(bad.said().contains("duality.trigger.stall.age = never"), bad::said);
    assertTrue(bad.said().contains("duality.bundle.dir"), () -> "no advice in " + bad.said());

    Program docs = Program.duality(where, jdk, "config", "docs");
    assertEquals(0, docs.code(), docs::said);
    assertTrue(docs.said().contains("duality.trigger.<name>.age"), docs::said);
    assertTrue(docs.said().contains("duality.bundle.dir"), docs::said);

    Program names = Program.duality(where, jdk, "schema");
    assertEquals(0, names.code(), names::said);
    assertTrue(names.out().contains("manifest"), names::said);
    for (String name : names.out()) {
      Program schema = Program.duality(where, jdk, "schema", name);
      assertEquals(0, schema.code(), schema::said);
      Json.parseObject(String.join("\n", schema.out()));
    }
  }
}
