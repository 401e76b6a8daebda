package io.duality.analysis.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  @TempDir Path place;

  private static List<String> problems(Path bundle) throws BundleException {
    return Bundle.open(bundle).verify().stream()
        .map(problem -> problem.kind().label() + ": " + problem.file() + " " + problem.line())
        .toList();
  }

  private static String message(Path place) {
    String message = assertThrows(BundleException.class, () -> Bundle.open(place)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void whole_bundle_opens_by_directory_and_by_manifest() throws Exception {
    Path path = TestBundle.usual(place).write();
    for (Path given : List.of(path, path.resolve("manifest.json"))) {
      Bundle bundle = Bundle.open(given);
      assertEquals("orders", bundle.manifest().service().name());
      assertEquals("orders-20261121T030741.000Z-stall-3f9c", bundle.name());
      assertEquals("orders: 21 requests wait because tcp 10.0.0.5:9000 is silent", bundle.title());
      assertEquals("Full thread dump\n", bundle.text("threads.txt"));
      assertEquals(List.of(), bundle.verify());
    }
  }

  @Test
  void tampered_file_is_named_with_both_checksums() throws Exception {
    Path path = TestBundle.usual(place).write();
    Files.writeString(path.resolve("threads.txt"), "Full thread dumP\n");
    assertEquals(
        List.of(
            "changed: threads.txt has 17 bytes with SHA-256"
                + " 15ef5c0274b99bef80a1d0f2a7ba3f4ab152b8802d0888774422aaccf59cd476, written were 17"
                + " with 1b72c611257cb6f66dd78865da15619eaaa0d5731ddaf90f3ace2a16c0ea218b"),
        problems(path));
  }

  @Test
  void truncated_missing_and_extra_files_are_told_apart() throws Exception {
    Path path = TestBundle.usual(place).write();
    Files.writeString(path.resolve("threads.txt"), "Full");
    Files.delete(path.resolve("summary.md"));
    Files.writeString(path.resolve("notes.txt"), "mine");
    Files.createDirectories(path.resolve("analysis"));
    Files.writeString(path.resolve("analysis/report.html"), "made later");
    assertEquals(
        List.of(
            "missing: summary.md is listed in manifest.json and not there",
            "truncated: threads.txt has 4 bytes of 17: copy the bundle again",
            "extra: notes.txt is not listed in manifest.json"),
        problems(path));
  }

  @Test
  void names_that_climb_out_of_the_bundle_are_refused() throws Exception {
    Path secret = Files.writeString(place.resolve("secret"), "s");
    Path path =
        TestBundle.usual(place.resolve("bundles"))
            .listed("../../etc/passwd", 1, "ab".repeat(32))
            .listed("/etc/passwd", 1, "ab".repeat(32))
            .listed("..\\secret", 1, "ab".repeat(32))
            .write();
    List<String> problems = problems(path);
    assertEquals(
        3,
        problems.stream().filter(line -> line.startsWith("unsafe: ")).count(),
        problems::toString);
    Bundle bundle = Bundle.open(path);
    for (String name : List.of("../../etc/passwd", "/etc/passwd", "../../secret", "")) {
      assertTrue(
          assertThrows(BundleException.class, () -> bundle.text(name))
              .getMessage()
              .contains("is no name of a bundle's file"));
    }
    Files.createSymbolicLink(path.resolve("link.txt"), secret);
    assertTrue(
        assertThrows(BundleException.class, () -> bundle.text("link.txt"))
            .getMessage()
            .endsWith("is no plain file inside the bundle; it is not read"));
  }

  @Test
  void listed_link_out_of_the_bundle_is_not_read() throws Exception {
    Path secret = Files.writeString(place.resolve("secret"), "s");
    Path path =
        TestBundle.usual(place.resolve("bundles")).listed("link.txt", 1, "ab".repeat(32)).write();
    Files.createSymbolicLink(path.resolve("link.txt"), secret);
    assertEquals(1, problems(path).size());
    assertTrue(problems(path).get(0).startsWith("unreadable: link.txt"), problems(path)::toString);
  }

  @Test
  void incomplete_bundle_names_its_missing_steps() throws Exception {
    Path path = TestBundle.usual(place).incomplete().write();
    assertEquals(
        List.of(
            "incomplete: manifest.json the process died before it finished; steps that are missing:"
                + " heap"),
        problems(path));
  }

  @Test
  void later_minor_version_is_read_and_a_later_major_one_is_not() throws Exception {
    Path minor = TestBundle.usual(place.resolve("a")).version("1.9").write();
    assertEquals(
        List.of(
            "newer: manifest.json schemaVersion is 1.9, this version knows 1.0: what it does not"
                + " know is ignored"),
        problems(minor));
    Path major = TestBundle.usual(place.resolve("b")).version("2.0").write();
    assertEquals(
        major.resolve("manifest.json")
            + ": schemaVersion is 2.0, this version of Duality reads 1.x; use the duality.jar of"
            + " the agent that wrote the bundle",
        message(major));
  }

  @Test
  void what_is_no_bundle_is_said_in_one_line() throws Exception {
    assertEquals(
        place.resolve("nowhere")
            + ": there is nothing; a bundle is the directory that has a manifest.json, nothing was"
            + " read",
        message(place.resolve("nowhere")));
    assertEquals(
        place + ": is no bundle, it has no manifest.json; nothing was read", message(place));
    Path file = place.resolve("manifest.json");
    Files.writeString(file, "{\"schemaVersion\": \"1.0\"}");
    assertEquals(
        file
            + ": field /bundleId is missing, a text must be there; without its manifest the bundle"
            + " cannot be read",
        message(place));
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
    assertTrue(message(place).startsWith(file + ": line 1, column 1: expected a value"));
    Files.writeString(file, "{\"schemaVersion\": \"new\"}");
    assertEquals(
        file + ": schemaVersion is 'new', not a version such as 1.0; the bundle cannot be read",
        message(place));
  }

  @Test
  void file_of_another_bundle_and_broken_structure_are_found() throws Exception {
    Path path =
        TestBundle.usual(place)
            .file("waits.json", "{\"bundleId\": \"01a1fc12-ee2a-7c41-9d0e-5b7716cf0000\"}")
            .file("histogram.json", "{\"classes\": ")
            .write();
    List<String> problems = problems(path);
    assertTrue(
        problems.contains(
            "structure: waits.json belongs to bundle 01a1fc12-ee2a-7c41-9d0e-5b7716cf0000, not to"
                + " this one"),
        problems::toString);
    assertTrue(
        problems.contains("structure: waits.json /schemaVersion is missing"), problems::toString);
    assertTrue(
        problems.contains("structure: waits.json and 5 further places break its schema"),
        problems::toString);
    assertTrue(
        problems.contains(
            "structure: histogram.json is no JSON object: line 1, column 13: expected a value,"
                + " found the end"),
        problems::toString);
  }

  @Test
  void list_has_the_newest_last_and_the_unreadable_apart() throws Exception {
    TestBundle.usual(place).write();
    TestBundle.in(place, "0002", "2026-11-22T00:00:00Z").write();
    TestBundle.in(place.resolve(".partial"), "0003", "2026-11-23T00:00:00Z").incomplete().write();
    Files.createDirectories(place.resolve("foreign"));
    Path damaged = TestBundle.in(place, "0004", "2026-11-20T00:00:00Z").write();
    Files.writeString(damaged.resolve("manifest.json"), "");
    BundleList list = BundleList.of(place);
    assertEquals(
        List.of("3f9c", "0002", "0003"),
        list.bundles().stream().map(b -> b.name().substring(b.name().length() - 4)).toList());
    assertEquals(1, list.unreadable().size());
    assertEquals(1, list.named("0002").size());
    assertEquals(3, list.named("orders-").size());
    assertEquals(0, list.named("20261121").size());
    assertThrows(BundleException.class, () -> BundleList.of(place.resolve("nowhere")));
  }
}
