package io.duality.agent.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is in the jar is a promise to every application beside it, so a change must be seen: every
 * entry outside {@code inst/}, and the packages and resources inside it.
 */
final class JarListingTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/duality/agent/artefact/jar-listing.txt");

  @Test
  void jar_holds_what_was_agreed() throws IOException {
    Set<String> listing = new TreeSet<>();
    for (String name : new AgentJar().entries.keySet()) {
      boolean isolatedClass = name.startsWith("inst/") && name.endsWith(".classdata");
      listing.add(isolatedClass ? name.substring(0, name.lastIndexOf('/')) + "/*" : name);
    }
    String actual = String.join("\n", listing) + "\n";
    if (Boolean.getBoolean("duality.golden.update")) {
      Files.writeString(GOLDEN, actual);
    }

    assertEquals(
        Files.readString(GOLDEN),
        actual,
        "the jar's content changed; if that is meant: mvn verify -pl agent -am"
            + " -Dduality.golden.update=true, and look at the difference");
  }

  @Test
  void nothing_stands_outside_of_the_three_roots() throws IOException {
    for (String name : new AgentJar().entries.keySet()) {
      assertTrue(
          name.startsWith("io/duality/agent/")
              || name.startsWith("io/duality/boot/")
              || name.startsWith("inst/")
              || name.startsWith("META-INF/"),
          name);
    }
  }

  @Test
  void nothing_speaks_to_the_application_of_modules_services_signatures_or_versions()
      throws IOException {
    for (String name : new AgentJar().entries.keySet()) {
      assertTrue(
          !name.startsWith("META-INF/services/")
              && !name.startsWith("META-INF/versions/")
              && !name.startsWith("META-INF/maven/")
              && !name.endsWith("module-info.class")
              && !name.endsWith("module-info.classdata")
              && !name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)"),
          name);
    }
  }
}
