package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.engine.capture.Child.Jdk;
import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadDumpTest {
  private static final List<String> EXPORT =
      List.of("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED");

  @TempDir Path dir;

  static List<Jdk> jdks() throws Exception {
    return Child.jdks();
  }

  static List<Jdk> jdksWithVirtualThreads() throws Exception {
    return jdks().stream().filter(jdk -> jdk.feature() >= 21).toList();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void odd_and_virtual_threads_of_every_jdk_are_in_both_files(Jdk jdk) throws Exception {
    Child.run(jdk, Map.of(), EXPORT, DumpMain.class, dir.toString(), "1000");
    String json = Files.readString(dir.resolve("threads.json"));
    assertEquals(List.of(), errors(json));
    List<Map<String, Object>> threads = threads(json);
    assertTrue(
        threads.stream()
            .anyMatch(t -> t.get("name").toString().endsWith("\n\n\tat no.such.Frame(X.java:1)")));
    assertFalse(
        threads.stream().anyMatch(t -> t.get("stack").toString().contains("no.such.Frame")));
    List<Map<String, Object>> virtual =
        threads.stream().filter(t -> Boolean.TRUE.equals(t.get("virtual"))).toList();
    assertEquals(jdk.feature() >= 21 ? 20 : 0, virtual.size());
    assertFalse(Files.exists(dir.resolve("scratch.json")));
    String text = Files.readString(dir.resolve("threads.txt"));
    for (Map<String, Object> thread : threads) {
      assertTrue(
          Pattern.compile("^\".*\" #" + thread.get("id") + " .*prio=", Pattern.MULTILINE)
              .matcher(text)
              .find(),
          () -> thread.get("name") + " has no header in\n" + text);
    }
    assertEquals(threads.size(), text.split("\t- duality: note", -1).length - 1);
    for (Map<String, Object> thread : virtual) {
      assertEquals("WAITING", thread.get("state"), thread.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("jdksWithVirtualThreads")
  void more_virtual_threads_than_allowed_are_counted_and_the_reason_names_the_key(Jdk jdk)
      throws Exception {
    Child.run(jdk, Map.of(), EXPORT, DumpMain.class, dir.toString(), "5");
    Map<String, Object> root = Json.parseObject(Files.readString(dir.resolve("threads.json")));
    Map<?, ?> counts = (Map<?, ?>) root.get("counts");
    assertTrue(
        counts.get("reason").toString().contains("duality.threads.max-virtual 5"),
        counts.toString());
    assertEquals(20L, counts.get("virtual"));
    assertTrue((Long) counts.get("threads") > (Long) counts.get("listed"), counts.toString());
  }

  @ParameterizedTest
  @MethodSource("jdksWithVirtualThreads")
  void virtual_threads_that_cannot_be_counted_are_left_out_with_the_reason(Jdk jdk)
      throws Exception {
    Child.run(jdk, Map.of(), List.of(), DumpMain.class, dir.toString(), "1000");
    String json = Files.readString(dir.resolve("threads.json"));
    assertTrue(json.contains("jdk.internal.vm is not exported to the agent"), json);
    assertEquals(List.of(), errors(json));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> threads(String json) {
    return (List<Map<String, Object>>) Json.parseObject(json).get("threads");
  }

  private static List<String> errors(String text) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Schemas.text("threads"))
        .validate(text, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }
}
