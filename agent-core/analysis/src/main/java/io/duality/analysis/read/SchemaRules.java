package io.duality.analysis.read;

import io.duality.model.Schemas;
import io.duality.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Judges a document by one of our own schemas. It knows the keywords that those use, no others; a
 * test compares its judgement with a full validator's.
 */
final class SchemaRules {
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final Map<?, ?> root;
  private final Map<?, ?> definitions;

  private SchemaRules(Map<String, Object> root) {
    this.root = root;
    this.definitions = (Map<?, ?>) root.get("$defs");
  }

  static SchemaRules of(String name) {
    return new SchemaRules(Json.parseObject(Schemas.text(name)));
  }

  /** One line for each place that breaks a rule: JSON pointer, value, rule. */
  List<String> errors(Object document) {
    List<String> errors = new ArrayList<>();
    check(root, document, "", errors);
    return errors;
  }

  private boolean valid(Object schema, Object value) {
    List<String> errors = new ArrayList<>();
    check((Map<?, ?>) schema, value, "", errors);
    return errors.isEmpty();
  }

  private void check(Map<?, ?> schema, Object value, String at, List<String> errors) {
    if (schema.get("$ref") instanceof String reference) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      check((Map<?, ?>) definitions.get(name), value, at, errors);
    }
    if (schema.get("type") instanceof String type && !is(type, value)) {
      wrong(errors, at, value, "is no " + type);
      return; // what else it breaks follows from that
    }
    if (schema.containsKey("const") && !Objects.equals(schema.get("const"), value)) {
      wrong(errors, at, value, "is not " + schema.get("const"));
    }
    if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      wrong(errors, at, value, "is none of " + allowed);
    }
    combined(schema, value, at, errors);
    if (value instanceof String text) {
      text(schema, text, at, errors);
    } else if (value instanceof Number number) {
      number(schema, number, at, errors);
    } else if (value instanceof List<?> list) {
      list(schema, list, at, errors);
    } else if (value instanceof Map<?, ?> object) {
      object(schema, object, at, errors);
    }
  }

  private void combined(Map<?, ?> schema, Object value, String at, List<String> errors) {
    if (schema.get("allOf") instanceof List<?> all) {
      all.forEach(each -> check((Map<?, ?>) each, value, at, errors));
    }
    if (schema.get("anyOf") instanceof List<?> any
        && any.stream().noneMatch(each -> valid(each, value))) {
      closest(any, value, at, errors);
    }
    if (schema.get("oneOf") instanceof List<?> one) {
      long fitting = one.stream().filter(each -> valid(each, value)).count();
      if (fitting == 0) {
        closest(one, value, at, errors);
      } else if (fitting > 1) {
        wrong(errors, at, value, "fits " + fitting + " forms of which only one is allowed");
      }
    }
    if (schema.containsKey("if")) {
      Object branch = schema.get(valid(schema.get("if"), value) ? "then" : "else");
      if (branch instanceof Map<?, ?> rules) {
        check(rules, value, at, errors);
      }
    }
  }

  /** Of several forms, the one that the value comes nearest to says best what is wrong. */
  private void closest(List<?> forms, Object value, String at, List<String> errors) {
    List<String> fewest = null;
    for (Object form : forms) {
      List<String> own = new ArrayList<>();
      check((Map<?, ?>) form, value, at, own);
      fewest = fewest == null || own.size() < fewest.size() ? own : fewest;
    }
    errors.addAll(fewest);
  }

  private static boolean is(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      case "number" -> value instanceof Number;
      case "integer" ->
          value instanceof Long || (value instanceof Double number && number == Math.rint(number));
      default -> throw new IllegalStateException("a schema of ours uses type " + type);
    };
  }

  private static void text(Map<?, ?> schema, String text, String at, List<String> errors) {
    if (schema.get("pattern") instanceof String pattern
        && !PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).find()) {
      wrong(errors, at, text, "does not match " + pattern);
    }
    if (schema.get("minLength") instanceof Long min && text.length() < min) {
      wrong(errors, at, text, "is empty");
    }
    if (schema.get("maxLength") instanceof Long max && text.length() > max) {
      wrong(errors, at, text, "has more than " + max + " characters");
    }
  }

  private static void number(Map<?, ?> schema, Number number, String at, List<String> errors) {
    double value = number.doubleValue();
    if (schema.get("minimum") instanceof Number min && value < min.doubleValue()) {
      wrong(errors, at, number, "is less than " + min);
    }
    if (schema.get("maximum") instanceof Number max && value > max.doubleValue()) {
      wrong(errors, at, number, "is more than " + max);
    }
    if (schema.get("exclusiveMinimum") instanceof Number min && value <= min.doubleValue()) {
      wrong(errors, at, number, "is not more than " + min);
    }
  }

  private void list(Map<?, ?> schema, List<?> list, String at, List<String> errors) {
    if (schema.get("minItems") instanceof Long min && list.size() < min) {
      wrong(errors, at, list, "has fewer than " + min + " elements");
    }
    if (schema.get("maxItems") instanceof Long max && list.size() > max) {
      wrong(errors, at, list, "has more than " + max + " elements");
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      for (int i = 0; i < list.size(); i++) {
        check(items, list.get(i), at + "/" + i, errors);
      }
    }
  }

  private void object(Map<?, ?> schema, Map<?, ?> object, String at, List<String> errors) {
    if (schema.get("required") instanceof List<?> required) {
      for (Object name : required) {
        if (!object.containsKey(name)) {
          errors.add(at + "/" + name + " is missing");
        }
      }
    }
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> known ? known : Map.of();
    for (Map.Entry<?, ?> field : object.entrySet()) {
      String place = at + "/" + field.getKey();
      if (schema.get("propertyNames") instanceof Map<?, ?> names) {
        check(names, field.getKey(), place, errors);
      }
      if (properties.get(field.getKey()) instanceof Map<?, ?> rules) {
        check(rules, field.getValue(), place, errors);
      } else if (schema.get("additionalProperties") instanceof Map<?, ?> rules) {
        check(rules, field.getValue(), place, errors);
      } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
        errors.add(place + " is not known here");
      }
    }
  }

  private static void wrong(List<String> errors, String at, Object value, String rule) {
    String shown = value == null ? "null" : Json.line(value);
    errors.add(
        (at.isEmpty() ? "the document" : at)
            + ": "
            + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown)
            + " "
            + rule);
  }
}
