package io.duality.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenedBundleTest {
  private static final String LOCK = "com.acme.Inventory.stockLock";

  @TempDir private Path parent;
  private BundleFixture fixture;
  private OpenedBundle bundle;

  @BeforeEach
  void a_bundle_that_keeps_its_contract() throws Exception {
    fixture = new BundleFixture(parent);
    bundle = fixture.open();
  }

  @Test
  void a_bundle_that_keeps_its_contract_is_valid() {
    assertEquals(List.of(), bundle.problems());
  }

  @Test
  void graph_is_asked_by_names() {
    WaitGraph waits = bundle.waits();

    assertEquals(List.of("http-7", LOCK, "inventory-sync"), waits.chainFrom("http-7"));
    assertEquals(List.of("inventory-sync"), waits.roots());
    assertTrue(waits.hasEdge("http-7", "waits-for", LOCK));
    assertTrue(waits.hasEdge(LOCK, "held-by", "inventory-sync"));
    assertFalse(waits.hasEdge(LOCK, "worked-by", "inventory-sync"));
    assertEquals("lock", waits.node(LOCK).text("kind"));
    AssertionError missing = assertThrows(AssertionError.class, () -> waits.node("http-8"));
    assertTrue(missing.getMessage().contains("http-7"), missing.getMessage());
  }

  @Test
  void threads_are_asked_by_name_and_findings_by_pattern() {
    assertEquals(
        List.of("holds " + LOCK + " since 5.0s, 1 waiting", "is root, 1 thread behind it"),
        bundle.threadsText().dualityLines("inventory-sync"));
    assertEquals(4, bundle.threadsText().block("http-7").size());
    assertEquals("Wait Chain", bundle.finding("S03").text("name"));
    assertEquals(List.of(), bundle.findings("S01"));
    assertEquals(1, bundle.recording("duality.Happened").size());
    assertEquals("ok", bundle.step("threads").text("status"));
  }

  @Test
  void a_changed_file_is_noticed() throws IOException {
    Files.writeString(bundle.path().resolve("summary.md"), "x", StandardOpenOption.APPEND);

    assertProblem("summary.md has ");
    assertProblem("summary.md has another SHA-256");
  }

  @Test
  void an_unlisted_file_is_noticed_unless_the_analysis_made_it() throws IOException {
    Files.createDirectory(
        bundle.path().resolve("analysis"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    fixture.write("analysis/findings.json", "{}");
    assertEquals(List.of(), bundle.problems());

    fixture.write("notes.txt", "x");
    assertProblem("notes.txt is not in the manifest");
  }

  @Test
  void a_missing_file_is_noticed() throws IOException {
    Files.delete(bundle.path().resolve("findings.json"));

    assertProblem("the manifest lists findings.json, which is not there");
    assertProblem("there is no findings.json");
  }

  @Test
  void a_file_that_others_may_read_is_noticed() throws IOException {
    Files.setPosixFilePermissions(
        bundle.path().resolve("waits.json"), PosixFilePermissions.fromString("rw-r--r--"));

    assertProblem("waits.json has mode rw-r--r--");
  }

  @Test
  void a_document_against_its_schema_is_noticed() throws Exception {
    fixture.write("waits.json", bundle.text("waits.json").replace("held-by", "owned-by"));
    fixture.seal();

    assertProblem("waits.json: /edges/1");
  }

  @Test
  void evidence_that_leads_nowhere_is_noticed() throws Exception {
    fixture.write("findings.json", Json.document(BundleFixture.findings("/edges/7")));
    fixture.seal();

    assertProblem("S03 names waits.json /edges/7 as evidence, which is not there");
  }

  @Test
  void a_broken_recording_is_noticed() throws Exception {
    fixture.write("recording.jfr", "no recording");
    fixture.seal();

    assertProblem("recording.jfr can not be read");
  }

  private void assertProblem(String expected) {
    List<String> problems = bundle.problems();
    assertTrue(
        problems.stream().anyMatch(problem -> problem.contains(expected)),
        "'" + expected + "' is not among " + problems);
  }
}
