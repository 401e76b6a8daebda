package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there: files, keys, commands. */
final class DocumentsTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^^\\]]+\\]: (\\S+)$", Pattern.MULTILINE);
  private static final Pattern KEY = Pattern.compile("\\bduality\\.([a-z][a-z-]*(?:\\.[a-z-]+)*)");
  private static final Pattern COMMAND = Pattern.compile("java -jar duality\\.jar ([a-z]+)");
  private static final List<String> FILES = List.of("jar", "properties");

  @Test
  void links_of_the_documents_lead_somewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int found = 0;
    for (Path document : documents()) {
      for (MatchResult match : LINK.matcher(Files.readString(document)).results().toList()) {
        String link = match.group(1) == null ? match.group(2) : match.group(1);
        found++;
        if (!link.startsWith("http") && !leadsSomewhere(document, link)) {
          broken.add(document.getFileName() + " -> " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(found > 50, "only " + found + " links found: the pattern misses them");
  }

  @Test
  void keys_that_the_documents_name_can_be_configured() throws IOException, InterruptedException {
    String known = run("config", "docs");
    TreeSet<String> unknown = new TreeSet<>();
    for (Path document : documents()) {
      for (MatchResult match : KEY.matcher(Files.readString(document)).results().toList()) {
        String key = match.group(1);
        String documented =
            "duality."
                + key.replaceFirst("^trigger\\.[a-z-]+\\.", "trigger.<name>.")
                    .replaceFirst("^heartbeat(\\.[a-z-]+)?(\\.expect)?$", "heartbeat.<name>.expect")
                    .replaceFirst("^names\\.com\\b.*", "names.<glob>");
        if (!FILES.contains(key) && !known.contains(documented + " =")) {
          unknown.add(document.getFileName() + ": " + match.group());
        }
      }
    }
    assertEquals(List.of(), List.copyOf(unknown), known);
  }

  @Test
  void commands_that_the_documents_name_exist() throws IOException, InterruptedException {
    String help = run("help");
    TreeSet<String> unknown = new TreeSet<>();
    for (Path document : documents()) {
      for (MatchResult match : COMMAND.matcher(Files.readString(document)).results().toList()) {
        if (!help.contains("\n  " + match.group(1) + " ")) {
          unknown.add(document.getFileName() + ": " + match.group());
        }
      }
    }
    assertEquals(List.of(), List.copyOf(unknown), help);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    int hash = link.indexOf('#');
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    Path target =
        hash == 0
            ? document
            : document.resolveSibling(hash < 0 ? link : link.substring(0, hash)).normalize();
    if (!Files.exists(target) || anchor.isEmpty()) {
      return Files.exists(target);
    }
    List<String> lines = Files.readAllLines(target);
    return anchor.matches("L\\d+")
        ? Integer.parseInt(anchor.substring(1)) <= lines.size()
        : lines.stream().anyMatch(line -> line.startsWith("#") && anchorOf(line).equals(anchor));
  }

  /** As forges make it of a heading. */
  private static String anchorOf(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Jdks.running().program("java").toString());
    command.addAll(List.of("-jar", AgentJvm.agent().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "no end of " + command);
    return output;
  }
}
