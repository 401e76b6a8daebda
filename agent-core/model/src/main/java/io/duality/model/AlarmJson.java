package io.duality.model;

import io.duality.model.json.Fields;
import io.duality.model.json.Json;
import java.time.Instant;
import java.util.Map;

/** Writes and reads what a trigger saw, as the manifest has it. */
final class AlarmJson {
  private AlarmJson() {}

  static Map<String, Object> tree(Operand operand) {
    Map<String, Object> object = Json.object();
    put(object, operand.trigger(), operand.type(), operand.at(), operand.alarm());
    return object;
  }

  static void put(Map<String, Object> object, String name, String type, Instant at, Alarm alarm) {
    object.put("name", name);
    object.put("type", type);
    object.put("at", at.toString());
    object.put("condition", alarm.condition());
    object.put("observed", alarm.observed());
    object.put("sentence", alarm.sentence());
    if (!alarm.detector().equals(type)) {
      object.put("detector", alarm.detector());
    }
    object.put("signature", alarm.signature());
    object.put("root", alarm.rootKey());
    object.put("threadIds", alarm.threadIds());
    object.put("width", alarm.width());
    object.put("spans", alarm.spanNames());
  }

  static Operand read(Fields fields) {
    String name = fields.text("name");
    String type = fields.text("type");
    Alarm alarm =
        new Alarm(
            fields.text("detector", type),
            fields.text("signature", type + ":" + name),
            fields.text("condition"),
            fields.text("observed"),
            fields.text("sentence"),
            fields.text("root", ""),
            fields.integers("threadIds"),
            (int) fields.integer("width", 0),
            fields.texts("spans"));
    return new Operand(name, type, fields.instant("at"), alarm);
  }
}
