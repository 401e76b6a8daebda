package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.model.Finding;
import io.duality.model.Finding.Dual;
import io.duality.model.Finding.DualVerdict;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Pattern;
import io.duality.model.ResourceKind;
import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

  static Stream<String> stories() {
    return Stories.ALL.keySet().stream();
  }

  @Test
  void waits_json_has_the_shape_of_the_sample() {
    Map<String, Object> tree =
        WaitsDocument.of(Stories.silentPeer().evidence(), IdlePolicy.DEFAULT).tree();
    String text = Json.document(tree);

    assertEquals(
        List.of(
            "schemaVersion",
            "bundleId",
            "look",
            "looks",
            "at",
            "nodes",
            "edges",
            "chains",
            "cycles",
            "roots",
            "unknown"),
        List.copyOf(tree.keySet()));
    assertTrue(
        text.contains(
            "{\"id\": \"t88\", \"kind\": \"thread\", \"name\": \"report-export-3\", \"state\":"
                + " \"WAITING\", \"traceId\": \"00000000000000000000000000abc058\", \"spanId\":"
                + " \"0000000000000058\", \"spanName\": \"export monthly-report\", \"role\":"
                + " \"holder\"}"),
        text);
    assertTrue(
        text.contains(
            "{\"id\": \"r1\", \"kind\": \"connection-pool\", \"name\": \"HikariPool-1\","
                + " \"class\": \"java.lang.Object\", \"limit\": 10, \"inUse\": 10, \"waiting\":"
                + " 21}"),
        text);
    assertTrue(
        text.contains(
            "\"from\": \"t61\", \"to\": \"r1\", \"rel\": \"waits-for\", \"op\": \"borrow\","
                + " \"since\": \"2026-11-21T03:07:37.270Z\", \"ageMillis\": 4212,"
                + " \"timeoutMillis\": 30000, \"interruptible\": true, \"by\": \"slot\"}"),
        text);
    assertTrue(
        text.contains(
            "\"from\": \"r2\", \"to\": \"t97\", \"rel\": \"worked-by\", \"as\": \"consumer\","
                + " \"lastAt\": \"2026-11-21T03:07:36.181Z\", \"share\": 1, \"by\":"
                + " \"seen\"}"),
        text);
    assertTrue(text.contains("\"width\": [21, 10, 1], \"root\": \"r3\"}"), text);
    assertTrue(
        text.contains(
            "{\"node\": \"r3\", \"kind\": \"peer\", \"why\": \"read open for 5.3 s without"
                + " timeout, 31 threads behind it\", \"threadsBehind\": 31, \"activitiesBehind\":"
                + " {\"POST /orders\": 21, \"export monthly-report\": 10}}"),
        text);
    assertTrue(text.contains("{\"node\": \"t97\", \"what\": \"trace\", \"why\": "), text);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void documents_keep_to_their_schemas(String story) {
    Evidence evidence = Stories.ALL.get(story).get().evidence();
    String waits = Json.document(WaitsDocument.of(evidence, IdlePolicy.DEFAULT).tree());
    String findings = Json.document(FindingsJson.tree(Diagnosis.of(evidence)));

    assertEquals(List.of(), errors("waits", waits), waits);
    assertEquals(List.of(), errors("findings", findings), findings);
  }

  private static List<String> errors(String schema, String text) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Schemas.text(schema))
        .validate(text, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void an_owner_that_is_a_virtual_thread_is_named_as_the_reason_not_to_know() {
    Scene scene =
        new Scene()
            .resource("m", ResourceKind.MONITOR, "monitor com.acme.Cart@1f")
            .thread(1, "cart-1", "GET /cart")
            .waits(1, "m", "enter", 9000)
            .unknown("cart-1", "holder", "it waits for a monitor that a virtual thread owns");

    assertEquals(
        "its holder is unknown: it waits for a monitor that a virtual thread owns, 1 thread behind"
            + " it",
        scene.graph().roots().get(0).why());
    assertTrue(SummaryTest.summary(scene.evidence()).contains("Whether it is a deadlock was not"));
  }

  @Test
  void idle_waits_belong_to_the_graph_and_say_why_they_are_idle() {
    String text = Json.document(WaitsDocument.of("b", 1, 1, Stories.nothingWaits().graph()).tree());
    assertTrue(text.contains("\"idle\": \"a pool's worker without work\"}"), text);
  }

  @Test
  void lines_of_threads_txt_read_as_in_the_sample() {
    WaitForGraph graph = Stories.silentPeer().graph();
    ThreadNotes notes = ThreadNotes.of(graph, graph.nanos());

    assertEquals(
        List.of(
            "- duality: trace_id=00000000000000000000000000abc03d span_id=000000000000003d"
                + " span=\"POST /orders\" waiting for HikariPool-1 4.2s of 30s held by"
                + " report-export-3 and 9 more, root tcp 10.0.0.5:9000"),
        notes.lines(61));
    assertEquals(
        List.of(
            "- duality: trace_id=00000000000000000000000000abc058 span_id=0000000000000058"
                + " span=\"export monthly-report\" waiting for"
                + " com.acme.report.ReportExporter.rowQueue 4.6s full, worked by report-uploader,"
                + " root tcp 10.0.0.5:9000",
            "- duality: holds HikariPool-1 connection since 10s, 21 waiting"),
        notes.lines(88));
    assertEquals(
        List.of(
            "- duality: no trace, waiting for tcp 10.0.0.5:9000 5.3s read without timeout, is"
                + " root, 31 threads behind it",
            "- duality: works com.acme.report.ReportExporter.rowQueue as consumer, last take 5.3s"
                + " ago, 10 waiting"),
        notes.lines(97));
    assertTrue(notes.lines(12345).isEmpty());
  }

  @Test
  void lines_of_a_deadlock_say_so_to_members_and_to_those_behind() {
    WaitForGraph graph = Stories.twoLocks().graph();
    ThreadNotes notes = ThreadNotes.of(graph, graph.nanos());

    assertTrue(notes.lines(1).get(0).endsWith(", part of a deadlock of 2 threads"));
    assertTrue(notes.lines(3).get(0).endsWith(", root deadlock of transfer-1 and transfer-2"));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void every_pointer_of_a_finding_leads_to_something(String story) {
    Evidence evidence = Stories.ALL.get(story).get().evidence();
    Map<String, Object> waits =
        Json.parseObject(Json.document(WaitsDocument.of(evidence, IdlePolicy.DEFAULT).tree()));
    Findings findings = Diagnosis.of(evidence);
    for (Finding finding : findings.findings()) {
      List<EvidenceRef> refs = new ArrayList<>(finding.evidence());
      finding.duals().forEach(dual -> refs.addAll(dual.evidence()));
      for (EvidenceRef ref : refs) {
        if (ref.file().equals("waits.json")) {
          assertNotNull(follow(waits, ref.pointer()), finding.pattern() + " " + ref.pointer());
        }
      }
      for (Dual dual : finding.duals()) {
        assertTrue(finding.pattern().duals().contains(dual.pattern()));
        assertFalse(dual.statement().isBlank(), finding.pattern() + " " + dual.pattern());
      }
    }
  }

  @Test
  void an_edge_pointer_leads_to_the_edge_with_that_id() {
    Case incident = new Case(Stories.silentPeer().evidence(), IdlePolicy.DEFAULT);
    for (Edge edge : incident.graph().edges()) {
      Object json = follow(incident.document().tree(), incident.document().pointer(edge));
      assertEquals(edge.id(), ((Map<?, ?>) json).get("id"));
    }
    assertEquals(
        "t97",
        ((Map<?, ?>) follow(incident.document().tree(), incident.document().pointerToThread(97)))
            .get("id"));
    assertEquals(
        "r3",
        ((Map<?, ?>)
                follow(incident.document().tree(), incident.document().pointerToResource("tcp")))
            .get("id"));
  }

  @ParameterizedTest
  @MethodSource("stories")
  void findings_json_is_stable_and_readable_at_the_capture_stage(String story) {
    Evidence evidence = Stories.ALL.get(story).get().evidence();
    String text = Json.document(FindingsJson.tree(Diagnosis.of(evidence)));
    assertEquals(text, Json.document(FindingsJson.tree(Diagnosis.of(evidence))));

    Map<String, Object> tree = Json.parseObject(text);
    assertEquals("capture", tree.get("stage"));
    assertTrue(tree.containsKey("closure"));
    assertNull(tree.get("closure"));
    assertNull(tree.get("checklist"));
  }

  @Test
  void what_no_rule_looks_for_is_unobserved_with_that_reason() {
    Findings findings = Diagnosis.of(Stories.silentPeer().evidence());
    Finding shown =
        findings.findings().stream()
            .filter(f -> f.pattern() == Pattern.T24)
            .findFirst()
            .orElse(null);
    assertNull(shown);
    Finding parts =
        Diagnosis.of(VitalStories.allocationRises().evidence()).findings().stream()
            .filter(f -> f.pattern() == Pattern.T24)
            .findFirst()
            .orElseThrow();
    Dual module = parts.duals().get(0);

    assertEquals(Pattern.S17, module.pattern());
    assertEquals(DualVerdict.UNOBSERVED, module.verdict());
    assertEquals(Rules.NOT_LOOKED_FOR.get(Pattern.S17), module.statement());
    assertEquals(Finding.Severity.CRITICAL, findings.findings().get(0).severity());
  }

  @Test
  void no_cycle_is_unobserved_when_slots_overflowed() {
    Scene scene = Stories.silentPeer().unknown("slots", "overflow", "120 waits had no free slot");
    Findings findings = Diagnosis.of(scene.evidence());
    Finding gap =
        findings.findings().stream().filter(f -> f.pattern() == Pattern.T04).findFirst().get();
    Dual deadlock = gap.duals().stream().filter(d -> d.pattern() == Pattern.S04).findFirst().get();

    assertEquals(DualVerdict.UNOBSERVED, deadlock.verdict());
    assertTrue(SummaryTest.summary(scene.evidence()).contains("Whether it is a deadlock was not"));
  }

  @Test
  void every_pattern_is_looked_for_or_listed_as_not_looked_for() {
    Set<Pattern> ruled = new HashSet<>();
    Rules.ALL.forEach(rule -> assertTrue(ruled.add(rule.pattern()), "two for " + rule.pattern()));
    String plan =
        Diagnosis.of(Stories.silentPeer().evidence()).findings().stream()
            .filter(f -> f.pattern() == Pattern.T19)
            .findFirst()
            .orElseThrow()
            .statement();
    for (Pattern pattern : Pattern.values()) {
      boolean listed = Rules.NOT_LOOKED_FOR.containsKey(pattern);
      assertTrue(ruled.contains(pattern) != listed, pattern + ": a rule or a reason, not both");
      assertTrue(!listed || plan.contains(pattern.name()), pattern + " is missing in: " + plan);
      assertFalse(pattern.definition().isBlank());
      for (Pattern dual : pattern.duals()) {
        assertFalse(dual.view().equals(pattern.view()), pattern + " and " + dual);
      }
    }
    Rules.NOT_OBSERVABLE.forEach((name, reason) -> assertFalse(reason.isBlank(), name));
  }

  @Test
  void the_same_incident_in_another_process_has_the_same_signature() {
    String first = signature("Account.lock#1", "monitor com.acme.Cart@1f", "worker-7");
    assertEquals(first, signature("Account.lock#9", "monitor com.acme.Cart@2c", "worker-12"));
    assertFalse(first.equals(signature("Other.lock", "monitor com.acme.Cart@1f", "worker-7")));
    assertTrue(first.matches("wait-chain:[0-9a-f]{16}"), first);
    assertTrue(Diagnosis.of(Stories.twoLocks().evidence()).signature().startsWith("deadlock:"));
  }

  private static String signature(String lock, String monitor, String holder) {
    return Diagnosis.of(
            new Scene()
                .resource("l", ResourceKind.LOCK, lock)
                .resource("m", ResourceKind.MONITOR, monitor)
                .thread(1, "a", "GET /")
                .running(2, holder, null)
                .waits(1, "l", "lock", 9000)
                .holds("l", 2)
                .evidence())
        .signature();
  }

  private static Object follow(Object tree, String pointer) {
    Object at = tree;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
      at =
          at instanceof List<?> list
              ? list.get(Integer.parseInt(step))
              : ((Map<?, ?>) at).get(step);
    }
    return at;
  }

  @Test
  void what_a_pools_thread_waited_for_between_two_tasks_is_not_its_last_activity() {
    Scene idle =
        Stories.twoLocks().ended(1, "queue of pool http", ResourceKind.CONDITION, 7300, 4000);
    Dual blind = lastActivity(idle);
    assertEquals(DualVerdict.UNOBSERVED, blind.verdict(), blind.statement());

    Dual seen =
        lastActivity(idle.endedForIt(2, "com.acme.Audit.lock", ResourceKind.LOCK, 7500, 20));
    assertEquals(DualVerdict.CONFIRMED, seen.verdict(), seen.statement());
    assertEquals(
        "transfer-2 ended a wait for com.acme.Audit.lock at 03:07:33.982", seen.statement());
  }

  private static Dual lastActivity(Scene scene) {
    return Diagnosis.of(scene.evidence()).findings().stream()
        .filter(finding -> finding.pattern() == Pattern.S04)
        .flatMap(finding -> finding.duals().stream())
        .filter(dual -> dual.pattern() == Pattern.T27)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void holder_that_nobody_saw_leaves_open_whether_it_is_a_deadlock() {
    Evidence evidence =
        new Scene()
            .resource("l", ResourceKind.READ_WRITE_LOCK, "com.acme.Cache.lock")
            .thread(1, "one", null)
            .waits(1, "l", "write-lock", 9000)
            .evidence();

    String summary = SummaryTest.summary(evidence);
    assertTrue(summary.contains("Whether it is a deadlock was not seen"), summary);
  }

  @Test
  void holder_of_what_only_idle_threads_wait_for_leaves_nothing_open() {
    String mine = "future of com.acme.Mail";
    Scene idle =
        Stories.runningHolder()
            .resource("f", ResourceKind.FUTURE, mine)
            .thread(70, "mail-1", null)
            .waits(70, "f", "get", 9000)
            .unknown(mine, "holder", "nobody is known to complete it");
    assertFalse(SummaryTest.summary(idle.evidence()).contains(mine));

    Scene active = idle.thread(71, "mail-2", "POST /mails").waits(71, "f", "get", 9000);
    String summary = SummaryTest.summary(active.evidence());
    assertTrue(summary.contains("Whether it is a deadlock was not seen: " + mine), summary);
  }
}
