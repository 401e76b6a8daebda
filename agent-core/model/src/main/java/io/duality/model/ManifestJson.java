package io.duality.model;

import io.duality.model.json.Fields;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes and reads {@code manifest.json}. The reader takes what it knows and ignores fields of
 * later minor versions; what is mandatory and missing is an error that names the field.
 */
public final class ManifestJson {
  private ManifestJson() {}

  /** The manifest as a tree for {@link Json#document}. */
  public static Map<String, Object> tree(Manifest manifest) {
    Map<String, Object> root =
        Json.object(
            "schemaVersion", manifest.schemaVersion(),
            "bundleId", manifest.bundleId(),
            "complete", manifest.complete(),
            "service", service(manifest.service()),
            "process", process(manifest.process()),
            "trigger", trigger(Json.object(), manifest.request()));
    if (!manifest.additional().isEmpty()) {
      root.put(
          "additionalTriggers",
          each(
              manifest.additional(),
              request -> trigger(Json.object("bundleId", request.bundleId()), request)));
    }
    root.put("traces", each(manifest.traces(), ManifestJson::trace));
    Json.put(root, "signature", manifest.signature());
    if (manifest.occurrence() != null) {
      root.put("occurrence", occurrence(manifest.occurrence()));
    }
    root.put("clocks", each(manifest.clocks(), ManifestJson::clock));
    root.put("steps", each(manifest.steps(), ManifestJson::step));
    root.put("files", each(manifest.files(), ManifestJson::file));
    root.put(
        "redaction",
        Json.object("rules", manifest.redactionRules(), "replaced", manifest.redactionReplaced()));
    return root;
  }

  /** The text of {@code manifest.json}. */
  public static String text(Manifest manifest) {
    return Json.document(tree(manifest));
  }

  /**
   * Reads the text of a manifest.
   *
   * @param file the name that messages give to the text, usually its path
   * @throws JsonException when it is not JSON or lacks something mandatory; the message names the
   *     file and the line or field
   */
  public static Manifest read(String file, String text) {
    Map<String, Object> root;
    try {
      root = Json.parseObject(text);
    } catch (JsonException e) {
      throw new JsonException(file + ": " + e.getMessage());
    }
    return read(file, root);
  }

  /**
   * Reads the tree of a manifest.
   *
   * @throws JsonException as {@link #read(String, String)}
   */
  public static Manifest read(String file, Map<String, ?> tree) {
    Fields root = Fields.of(file, tree);
    String bundleId = root.text("bundleId");
    return new Manifest(
        root.text("schemaVersion"),
        bundleId,
        root.flag("complete"),
        readService(root.object("service")),
        readProcess(root.object("process")),
        readTrigger(bundleId, root.object("trigger")),
        read(
            root.objectsOrNone("additionalTriggers"),
            fields -> readTrigger(fields.text("bundleId"), fields)),
        read(root.objects("traces"), ManifestJson::readTrace),
        root.textOrNull("signature"),
        root.has("occurrence") ? readOccurrence(root.object("occurrence")) : null,
        read(root.objects("clocks"), ManifestJson::readClock),
        read(root.objects("steps"), ManifestJson::readStep),
        read(root.objects("files"), ManifestJson::readFile),
        (int) root.objectOrEmpty("redaction").integer("rules", 0),
        (int) root.objectOrEmpty("redaction").integer("replaced", 0));
  }

  /** The service as every file of a bundle writes it. */
  public static Map<String, Object> service(ServiceInfo service) {
    Map<String, Object> object = Json.object("name", service.name());
    Json.put(object, "version", service.version());
    Json.put(object, "instance", service.instance());
    Json.put(object, "commit", service.commit());
    return object;
  }

  private static ServiceInfo readService(Fields fields) {
    return new ServiceInfo(
        fields.text("name"),
        fields.textOrNull("version"),
        fields.textOrNull("instance"),
        fields.textOrNull("commit"));
  }

  /** The process as every file of a bundle writes it. */
  public static Map<String, Object> process(ProcessInfo process) {
    return Json.object(
        "pid", process.pid(),
        "host", process.host(),
        "jvm", process.jvm(),
        "startedAt", process.startedAt().toString(),
        "agentVersion", process.agentVersion());
  }

  private static ProcessInfo readProcess(Fields fields) {
    return new ProcessInfo(
        fields.integer("pid"),
        fields.text("host"),
        fields.text("jvm"),
        fields.instant("startedAt"),
        fields.text("agentVersion"));
  }

  private static Map<String, Object> trigger(Map<String, Object> object, CaptureRequest request) {
    AlarmJson.put(object, request.trigger(), request.type(), request.at(), request.alarm());
    object.put("capture", request.steps());
    Json.put(object, "escalated", request.escalated());
    if (!request.operands().isEmpty()) {
      object.put("operands", each(request.operands(), AlarmJson::tree));
    }
    return object;
  }

  private static CaptureRequest readTrigger(String bundleId, Fields fields) {
    Operand said = AlarmJson.read(fields);
    return new CaptureRequest(
        bundleId,
        said.trigger(),
        said.type(),
        said.at(),
        said.alarm(),
        fields.texts("capture"),
        read(fields.objectsOrNone("operands"), AlarmJson::read),
        fields.textOrNull("escalated"));
  }

  private static Map<String, Object> trace(ImplicatedTrace implicated) {
    TraceRef trace = implicated.trace();
    Map<String, Object> object = Json.object("traceId", trace.traceId(), "spanId", trace.spanId());
    Json.put(object, "spanName", trace.spanName());
    object.put("role", implicated.role());
    object.put("thread", implicated.thread());
    object.put("sampled", trace.sampled());
    if (!implicated.attributes().isEmpty()) {
      object.put("attributes", implicated.attributes());
    }
    return object;
  }

  private static ImplicatedTrace readTrace(Fields fields) {
    TraceRef trace;
    try {
      trace =
          new TraceRef(
              fields.text("traceId"),
              fields.text("spanId"),
              fields.textOrNull("spanName"),
              fields.flag("sampled"));
    } catch (IllegalArgumentException e) {
      throw fields.wrong("traceId", "or spanId is malformed: " + e.getMessage());
    }
    return new ImplicatedTrace(
        trace, fields.text("role"), fields.text("thread"), fields.textMap("attributes"));
  }

  private static Map<String, Object> occurrence(Occurrence occurrence) {
    return Json.object(
        "count", occurrence.count(),
        "firstSeen", occurrence.firstSeen().toString(),
        "lastSeen", occurrence.lastSeen().toString(),
        "versions", occurrence.versions());
  }

  private static Occurrence readOccurrence(Fields fields) {
    return new Occurrence(
        fields.integer("count"),
        fields.instant("firstSeen"),
        fields.instant("lastSeen"),
        fields.texts("versions"));
  }

  /** A clock sample as every file of a bundle writes it. */
  public static Map<String, Object> clock(ClockSample clock) {
    return Json.object(
        "wallNanos", clock.wallNanos(), "monotonicNanos", clock.monotonicNanos(), "at", clock.at());
  }

  private static ClockSample readClock(Fields fields) {
    return new ClockSample(
        fields.integer("wallNanos"), fields.integer("monotonicNanos"), fields.text("at"));
  }

  private static Map<String, Object> step(StepResult step) {
    Map<String, Object> object = Json.object("step", step.step(), "status", step.status().label());
    Json.put(object, "reason", step.reason());
    object.put("startedNanos", step.startedNanos());
    object.put("durationMillis", step.durationMillis());
    if (step.pauseMillis() >= 0) {
      object.put("pauseMillis", step.pauseMillis());
    }
    object.put("bytes", step.bytes());
    return object;
  }

  private static StepResult readStep(Fields fields) {
    return new StepResult(
        fields.text("step"),
        readStatus(fields),
        fields.textOrNull("reason"),
        fields.integer("startedNanos", 0),
        fields.number("durationMillis", 0),
        fields.number("pauseMillis", -1),
        fields.integer("bytes", 0));
  }

  private static StepResult.Status readStatus(Fields fields) {
    String label = fields.text("status");
    List<String> known = new ArrayList<>();
    for (StepResult.Status status : StepResult.Status.values()) {
      if (status.label().equals(label)) {
        return status;
      }
      known.add(status.label());
    }
    throw fields.wrong("status", "is '" + label + "', not one of " + String.join(", ", known));
  }

  private static Map<String, Object> file(FileEntry file) {
    Map<String, Object> object =
        Json.object("name", file.name(), "bytes", file.bytes(), "sha256", file.sha256());
    Json.put(object, "sanitized", file.sanitized());
    return object;
  }

  private static FileEntry readFile(Fields fields) {
    return new FileEntry(
        fields.text("name"),
        fields.integer("bytes"),
        fields.text("sha256"),
        fields.flagOrNull("sanitized"));
  }

  private static <T> List<Map<String, Object>> each(
      List<T> values, Function<T, Map<String, Object>> write) {
    List<Map<String, Object>> all = new ArrayList<>(values.size());
    for (T value : values) {
      all.add(write.apply(value));
    }
    return all;
  }

  private static <T> List<T> read(List<Fields> elements, Function<Fields, T> read) {
    List<T> all = new ArrayList<>(elements.size());
    for (Fields element : elements) {
      all.add(read.apply(element));
    }
    return all;
  }
}
