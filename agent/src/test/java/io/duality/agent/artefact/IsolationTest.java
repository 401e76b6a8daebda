package io.duality.agent.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Test;

final class IsolationTest {
  private static final int MAGIC = 0xCAFEBABE;
  private final AgentJar jar;

  IsolationTest() throws IOException {
    jar = new AgentJar();
  }

  @Test
  void every_class_is_a_class_file_in_its_own_place() {
    Map<String, byte[]> isolated = jar.isolated();
    assertTrue(isolated.size() > 50, "only " + isolated.size() + " isolated classes");
    List.of(jar.plain(), isolated)
        .forEach(
            classes ->
                classes.forEach(
                    (name, bytes) -> {
                      assertEquals(MAGIC, ByteBuffer.wrap(bytes).getInt(), name);
                      assertEquals(name, new ClassReader(bytes).getClassName());
                    }));
  }

  @Test
  void isolated_classes_are_complete_and_name_no_library_by_its_own_name() {
    Set<String> there = new HashSet<>(jar.isolated().keySet());
    jar.plain().keySet().stream()
        .filter(name -> name.startsWith("io/duality/boot/"))
        .forEach(there::add);
    Set<String> wrong = new TreeSet<>();
    jar.isolated()
        .forEach(
            (name, bytes) -> {
              for (String reference : AgentJar.references(bytes)) {
                boolean missing = reference.startsWith("io/duality/") && !there.contains(reference);
                boolean notOurs =
                    reference.startsWith("org/slf4j/")
                        || reference.startsWith("net/bytebuddy/")
                        || reference.startsWith("picocli/");
                if (missing || notOurs) {
                  wrong.add(name + " names " + reference);
                }
              }
            });
    assertEquals(Set.of(), wrong);
  }

  @Test
  void boot_classes_know_the_jdk_and_themselves_only() {
    assertPlainClassesNameOnly("io/duality/boot/", "io/duality/boot/");
  }

  @Test
  void launcher_knows_the_jdk_and_itself_only() {
    assertPlainClassesNameOnly("io/duality/agent/", "io/duality/agent/");
  }

  private void assertPlainClassesNameOnly(String of, String allowed) {
    Set<String> wrong = new TreeSet<>();
    jar.plain()
        .forEach(
            (name, bytes) -> {
              if (name.startsWith(of)) {
                AgentJar.references(bytes).stream()
                    .filter(
                        reference ->
                            !reference.startsWith("java/")
                                && !reference.startsWith("jdk/")
                                && !reference.startsWith(allowed))
                    .forEach(reference -> wrong.add(name + " names " + reference));
              }
            });
    assertEquals(Set.of(), wrong);
  }

  @Test
  void an_application_that_sees_the_jar_finds_no_library_and_no_service_in_it() throws Exception {
    URL[] path = {jar.path.toUri().toURL()};
    try (URLClassLoader application =
        new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      for (String library :
          List.of("org.slf4j.Logger", "picocli.CommandLine", "net.bytebuddy.jar.asm.ClassReader")) {
        assertThrows(ClassNotFoundException.class, () -> application.loadClass(library));
      }
      assertNull(application.getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"));
      assertThrows(
          ClassNotFoundException.class, () -> application.loadClass("io.duality.model.Look"));
    }
  }

  @Test
  void boot_classes_are_all_listed_supertypes_first() {
    List<String> listed = new ArrayList<>();
    for (String line : jar.text("META-INF/duality/boot-classes").split("\n")) {
      boolean needsJfr = line.startsWith("jfr ");
      String name = needsJfr ? line.substring(4) : line;
      ClassReader reader = new ClassReader(jar.plain().get(name));
      List<String> supertypes = new ArrayList<>(List.of(reader.getInterfaces()));
      supertypes.add(reader.getSuperName());
      for (String supertype : supertypes) {
        assertTrue(
            !supertype.startsWith("io/duality/") || listed.contains(supertype),
            name + " before " + supertype);
        assertFalse(
            supertype.startsWith("jdk/jfr/") && !needsJfr, name + " needs jdk.jfr unmarked");
      }
      listed.add(name);
    }
    Set<String> boot = new TreeSet<>(jar.plain().keySet());
    boot.removeIf(name -> !name.startsWith("io/duality/boot/"));
    assertEquals(boot, new TreeSet<>(listed));
  }

  @Test
  void only_event_types_need_flight_recorder() {
    Set<String> events = new HashSet<>();
    for (String line : jar.text("META-INF/duality/boot-classes").split("\n")) {
      if (line.startsWith("jfr ")) {
        events.add(line.substring(4));
      }
    }
    jar.plain()
        .forEach(
            (name, bytes) -> {
              if (!events.contains(name) && !name.startsWith("io/duality/boot/event/")) {
                assertTrue(
                    AgentJar.references(bytes).stream().noneMatch(r -> r.startsWith("jdk/jfr/")),
                    name + " links jdk.jfr, which an image may lack");
              }
            });
  }

  @Test
  void entry_class_loads_on_java_8_and_uses_nothing_younger() {
    byte[] entry = jar.plain().get("io/duality/agent/Agent");

    assertEquals(52, ByteBuffer.wrap(entry).getShort(6));
    assertEquals(61, ByteBuffer.wrap(jar.plain().get("io/duality/agent/Launch")).getShort(6));
    Set<String> known =
        Set.of(
            "io/duality/agent/Agent",
            "io/duality/agent/Launch",
            "java/io/PrintStream",
            "java/lang/Exception",
            "java/lang/Integer",
            "java/lang/Object",
            "java/lang/SecurityException",
            "java/lang/String",
            "java/lang/StringBuilder",
            "java/lang/System",
            "java/lang/Throwable",
            "java/lang/instrument/Instrumentation");
    Set<String> young = new TreeSet<>(AgentJar.references(entry));
    young.removeAll(known);
    assertEquals(Set.of(), young);
  }

  @Test
  void launcher_bootstraps_no_call_site_before_the_application_runs() {
    jar.plain()
        .forEach(
            (name, bytes) ->
                assertFalse(
                    name.startsWith("io/duality/agent/")
                        && (AgentJar.references(bytes)
                                .contains("java/lang/invoke/StringConcatFactory")
                            || AgentJar.references(bytes)
                                .contains("java/lang/invoke/LambdaMetafactory")),
                    name));
  }

  @Test
  void manifest_says_where_to_enter_and_what_is_allowed() {
    Attributes main = jar.manifest.getMainAttributes();
    assertEquals("io.duality.agent.Agent", main.getValue("Premain-Class"));
    assertEquals("io.duality.agent.Agent", main.getValue("Agent-Class"));
    assertEquals("io.duality.agent.Agent", main.getValue("Main-Class"));
    assertEquals("true", main.getValue("Can-Retransform-Classes"));
    assertEquals("true", main.getValue("Can-Redefine-Classes"));
    assertNull(main.getValue("Launcher-Agent-Class"));
    assertNull(main.getValue("Multi-Release"));
    assertNull(main.getValue("Boot-Class-Path"));
    assertTrue(main.getValue("Implementation-Version").matches("\\d+\\.\\d+.*"));
    assertEquals("META-INF/MANIFEST.MF", jar.entries.keySet().iterator().next());
  }

  @Test
  void licences_of_what_is_inside_are_inside() {
    String overview = jar.text("META-INF/licenses/README.txt");
    assertTrue(overview.contains("slf4j-api 2."), overview);
    assertFalse(overview.contains("@"), overview);
    assertTrue(jar.text("META-INF/licenses/slf4j-api.txt").contains("QOS.ch"));
    assertTrue(jar.text("META-INF/licenses/asm.txt").contains("INRIA"));
    assertTrue(jar.text("META-INF/LICENSE").contains("Apache License"));
    String materials = jar.text("META-INF/sbom/duality.cdx.json");
    for (String library : List.of("slf4j-api", "picocli", "byte-buddy")) {
      assertTrue(
          materials.matches("(?s).*/" + library + "@\\d+\\.\\d+[^@]*\\?type=jar.*"), library);
    }
  }
}
