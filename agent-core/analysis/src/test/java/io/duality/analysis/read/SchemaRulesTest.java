package io.duality.analysis.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final String WAITS =
      "{\"schemaVersion\": \"1.0\", \"bundleId\": \"01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c\","
          + "\"look\": 1, \"looks\": 3, \"at\": \"2026-11-21T03:07:41.482Z\", \"nodes\": ["
          + "{\"id\": \"t61\", \"kind\": \"thread\", \"name\": \"http-7\", \"state\": \"WAITING\"},"
          + "{\"id\": \"r1\", \"kind\": \"lock\", \"name\": \"stockLock\", \"class\": \"L\"}],"
          + "\"edges\": [{\"id\": \"e1\", \"from\": \"t61\", \"to\": \"r1\", \"rel\":"
          + " \"waits-for\", \"op\": \"lock\", \"since\": \"2026-11-21T03:07:37Z\", \"ageMillis\":"
          + " 4212.5, \"interruptible\": true, \"by\": \"slot\"}], \"chains\": [], \"cycles\": [],"
          + " \"roots\": [{\"node\": \"c1\", \"kind\": \"cycle\", \"why\": \"w\","
          + " \"threadsBehind\": 3}], \"unknown\": [{\"node\": \"r1\", \"what\": \"holder\","
          + " \"why\": \"w\"}]}";

  private static final String RESOURCES =
      "{\"schemaVersion\": \"1.0\", \"bundleId\": \"01a1fc12-ee2a-7c41-9d0e-5b7716cf3f9c\","
          + "\"at\": \"2026-11-21T03:07:41Z\", \"resources\": [{\"name\": \"q\", \"kind\":"
          + " \"queue\", \"class\": \"Q\", \"owner\": \"unknown\", \"ownerReason\": \"r\","
          + " \"limit\": \"unbounded\", \"releasePath\": \"a take\", \"waiters\": [],"
          + " \"holders\": []}]}";

  private static final String FINDINGS =
      "{\"schemaVersion\": \"1.0\", \"stage\": \"capture\", \"verdict\": {\"pattern\": \"S03\","
          + " \"title\": \"t\", \"rootCause\": {\"kind\": \"thread\", \"name\": \"n\", \"why\":"
          + " \"w\"}}, \"findings\": [{\"pattern\": \"S03\", \"name\": \"Wait Chain\", \"view\":"
          + " \"structural\", \"subject\": {\"kind\": \"lock\", \"name\": \"l\"}, \"statement\":"
          + " \"s\", \"confidence\": 0.9, \"severity\": \"info\", \"threads\": [], \"traces\": [],"
          + " \"evidence\": [], \"duals\": []}], \"closure\": null, \"checklist\": null}";

  /** Every mutation of one value or field, judged by us and by a full validator. */
  @Test
  void judgement_is_a_full_validators_judgement() {
    assertSameJudgement("waits", WAITS);
    assertSameJudgement("resources", RESOURCES);
    assertSameJudgement("findings", FINDINGS);
  }

  private static void assertSameJudgement(String name, String text) {
    Schema full = REGISTRY.getSchema(Schemas.text(name));
    SchemaRules ours = SchemaRules.of(name);
    assertEquals(List.of(), ours.errors(Json.parse(text)));
    List<Object> mutants = mutants(Json.parse(text));
    assertTrue(mutants.size() > 100, "many mutants");
    int invalid = 0;
    for (Object mutant : mutants) {
      String line = Json.line(mutant);
      boolean theirs = full.validate(line, InputFormat.JSON).isEmpty();
      assertEquals(theirs, ours.errors(Json.parse(line)).isEmpty(), line);
      invalid += theirs ? 0 : 1;
    }
    assertTrue(invalid > mutants.size() / 2, "most of them are wrong");
  }

  private static List<Object> mutants(Object value) {
    List<Object> all = new ArrayList<>();
    for (Object other :
        new Object[] {null, "", "unknown", -1L, 1L, 0.5, true, List.of(), Map.of()}) {
      all.add(other);
    }
    if (value instanceof Map<?, ?> object) {
      for (Map.Entry<?, ?> field : object.entrySet()) {
        for (Object mutant : mutants(field.getValue())) {
          Map<Object, Object> changed = new LinkedHashMap<>(object);
          changed.put(field.getKey(), mutant);
          all.add(changed);
        }
        Map<Object, Object> renamed = new LinkedHashMap<>(object);
        renamed.put(field.getKey() + "x", renamed.remove(field.getKey()));
        all.add(renamed);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        for (Object mutant : mutants(list.get(i))) {
          List<Object> changed = new ArrayList<>(list);
          changed.set(i, mutant);
          all.add(changed);
        }
      }
    }
    return all;
  }

  @Test
  void schemas_use_only_the_keywords_that_we_judge_by() {
    Set<String> judged =
        Set.of(
            "$schema",
            "$id",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "const",
            "enum",
            "allOf",
            "anyOf",
            "if",
            "then",
            "else",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minItems",
            "maxItems",
            "oneOf",
            "items",
            "required",
            "properties",
            "additionalProperties",
            "propertyNames");
    for (String name : Schemas.names()) {
      Set<String> used = new HashSet<>();
      keywords(Json.parseObject(Schemas.text(name)), used);
      used.removeAll(judged);
      assertEquals(Set.of(), used, name);
    }
  }

  private static void keywords(Object schema, Set<String> used) {
    if (schema instanceof List<?> list) {
      list.forEach(each -> keywords(each, used));
    } else if (schema instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String keyword = (String) entry.getKey();
        used.add(keyword);
        if (keyword.equals("properties") || keyword.equals("$defs")) {
          ((Map<?, ?>) entry.getValue()).values().forEach(each -> keywords(each, used));
        } else if (!keyword.equals("const") && !keyword.equals("enum")) {
          keywords(entry.getValue(), used);
        }
      }
    }
  }
}
