package io.duality.model.ledger;

import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One line of {@code ledger.jsonl}: a change of state of a trigger, a bundle that was deleted, or
 * that the whole agent was switched or does less.
 *
 * @param at when
 * @param service of which service
 * @param version of which version of it, or null
 * @param instance of which instance, or null
 * @param pid of which process
 * @param trigger the trigger's name
 * @param type what it watches
 * @param state what has become true
 * @param signature of the condition; null for a deletion whose signature nobody knows, and for the
 *     agent's own switch
 * @param observed the value that was seen, such as {@code 5.3s}; or null
 * @param threshold the rule, such as {@code wait.age > 5s}; or null
 * @param decision what was done about it, such as {@code captured} or {@code limit 5/1h reached}
 * @param bundleId the bundle it is about, or null
 */
public record LedgerEntry(
    Instant at,
    String service,
    String version,
    String instance,
    long pid,
    String trigger,
    String type,
    State state,
    String signature,
    String observed,
    String threshold,
    String decision,
    String bundleId) {

  /** The trigger, and the type, of lines that are about the agent itself. */
  public static final String AGENT = "agent";

  /** A line never has more bytes than one write of the operating system keeps together. */
  static final int MAX_BYTES = 4_096;

  private static final int LONGEST_TEXT = 400;

  /** What can become true. */
  public enum State {
    /** The condition is true, and not yet often enough. */
    TRUE("true"),
    /** It was true often enough. */
    CONFIRMED("confirmed"),
    /** A bundle is captured for it, or it joined one. */
    FIRED("fired"),
    /** Its bundle is there; the signature is that of the verdict. */
    CAPTURED("captured"),
    /** It would have fired, but for the reason in the decision. */
    SUPPRESSED("suppressed"),
    /** It was false once and may fire again. */
    RE_ARMED("re-armed"),
    /** A bundle was deleted. */
    DELETED("deleted"),
    /** The agent does less than it is configured to, because it cost too much. */
    THINNED("thinned"),
    /** The whole agent was switched off. */
    DISARMED("disarmed"),
    /** The whole agent was switched on again. */
    ARMED("armed");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** The spelling used in the file. */
    public String label() {
      return label;
    }

    static State of(String label) {
      for (State state : values()) {
        if (state.label.equals(label)) {
          return state;
        }
      }
      throw new JsonException("no state is called '" + label + "'");
    }
  }

  public LedgerEntry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(decision, "decision");
  }

  /** The line without its end; long texts are cut, so that it stays below 4 KiB. */
  public String line() {
    for (int longest = LONGEST_TEXT; ; longest /= 2) {
      String line = line(longest);
      // JSON escapes to at most six bytes a character, so this ends
      if (line.length() * 3 < MAX_BYTES || longest <= 25) {
        return line;
      }
    }
  }

  private String line(int longest) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", at.toString());
    fields.put("service", cut(service, longest));
    put(fields, "version", version, longest);
    put(fields, "instance", instance, longest);
    fields.put("pid", pid);
    fields.put("trigger", cut(trigger, longest));
    fields.put("type", cut(type, longest));
    fields.put("state", state.label);
    put(fields, "signature", signature, longest);
    put(fields, "observed", observed, longest);
    put(fields, "threshold", threshold, longest);
    fields.put("decision", cut(decision, longest));
    put(fields, "bundleId", bundleId, longest);
    return Json.line(fields);
  }

  private static void put(Map<String, Object> fields, String name, String text, int longest) {
    if (text != null && !text.isEmpty()) {
      fields.put(name, cut(text, longest));
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  /**
   * Reads a line.
   *
   * @throws JsonException when it is none, because it was torn or written by somebody else
   */
  public static LedgerEntry parse(String line) {
    Map<String, Object> fields = Json.parseObject(line);
    Instant at;
    try {
      at = Instant.parse(text(fields, "at"));
    } catch (DateTimeException e) {
      throw new JsonException("'" + fields.get("at") + "' is no time");
    }
    Object pid = fields.get("pid");
    return new LedgerEntry(
        at,
        text(fields, "service"),
        optional(fields, "version"),
        optional(fields, "instance"),
        pid instanceof Number number ? number.longValue() : 0,
        text(fields, "trigger"),
        text(fields, "type"),
        State.of(text(fields, "state")),
        optional(fields, "signature"),
        optional(fields, "observed"),
        optional(fields, "threshold"),
        text(fields, "decision"),
        optional(fields, "bundleId"));
  }

  private static String text(Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new JsonException("a line of the ledger has a text '" + name + "'");
  }

  private static String optional(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof String text ? text : null;
  }
}
