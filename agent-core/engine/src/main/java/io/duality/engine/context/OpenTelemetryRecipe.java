package io.duality.engine.context;

import io.duality.boot.TraceIds;
import io.duality.engine.library.KnownClass;
import io.duality.engine.library.KnownClasses;
import io.duality.engine.library.Shape;
import io.duality.model.HookState;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenTelemetry's context: of the SDK in the application (any number of copies), of the
 * OpenTelemetry agent, and of the application inside the agent's.
 *
 * <p>With the agent the application's API keeps nothing of its own: its context is an entry of the
 * agent's context, and a span of the agent goes before one of an SDK that the application brought.
 */
final class OpenTelemetryRecipe implements Recipe {
  /** Where the agent's copy of the API lives. */
  static final String SHADED = "io/opentelemetry/javaagent/shaded/";

  private static final String SPAN_KEY = "opentelemetry-trace-span-key";
  private static final String APPLICATION_KEY = "otel-context";
  private static final byte SAMPLED = 1;
  private static final int MAX_DEPTH = 4;

  /** The places of fields in the table. */
  private static final int FIRST = 0;

  private static final int SECOND = 1;
  private static final int THIRD = 2;

  private enum Role {
    CONTEXT,
    CONTEXT_PAIR,
    KEY,
    SPAN,
    SPAN_WRAPPER,
    SPAN_CONTEXT,
    FLAGS,
    BUILDER
  }

  private static final String API = "io/opentelemetry/api/";
  private static final String STRING = "Ljava/lang/String;";
  private static final String CONTEXT = "Lio/opentelemetry/context/Context;";
  private static final String SPAN_CONTEXT = "Lio/opentelemetry/api/trace/SpanContext;";
  private static final String BRIDGE =
      "io/opentelemetry/javaagent/instrumentation/opentelemetryapi/";

  private static final List<KnownClass> EXPECTED =
      List.of(
          known(
              Role.CONTEXT,
              "io/opentelemetry/context/ArrayBasedContext",
              "entries",
              "[Ljava/lang/Object;"),
          known(Role.KEY, "io/opentelemetry/context/DefaultContextKey", "name", STRING),
          known(
              Role.CONTEXT_PAIR,
              BRIDGE + "v1_0/context/AgentContextWrapper",
              "agentContext",
              CONTEXT,
              "applicationContext",
              CONTEXT),
          known(Role.SPAN, API + "trace/PropagatedSpan", "spanContext", SPAN_CONTEXT),
          known(
              Role.SPAN,
              "io/opentelemetry/sdk/trace/SdkSpan",
              "context",
              SPAN_CONTEXT,
              "name",
              STRING),
          known(
              Role.SPAN, // the name of SdkSpan before SDK 1.12
              "io/opentelemetry/sdk/trace/RecordEventsReadableSpan",
              "context",
              SPAN_CONTEXT,
              "name",
              STRING),
          known(
              Role.SPAN_WRAPPER,
              BRIDGE + "v1_0/trace/ApplicationSpan",
              "agentSpan",
              "Lio/opentelemetry/api/trace/Span;"),
          known(
              Role.SPAN_CONTEXT,
              API + "internal/AutoValue_ImmutableSpanContext",
              "traceId",
              STRING,
              "spanId",
              STRING,
              "traceFlags",
              "Lio/opentelemetry/api/trace/TraceFlags;"),
          known(Role.FLAGS, API + "trace/ImmutableTraceFlags", "byteRep", "B"),
          known(Role.BUILDER, "io/opentelemetry/sdk/trace/SdkSpanBuilder", "spanName", STRING)
              .withSubclasses());

  private final KnownClasses known = new KnownClasses(EXPECTED);
  private volatile String unknownSpan;
  private volatile String unknownContext;

  private static KnownClass known(Role role, String name, String... fields) {
    return KnownClass.of("OpenTelemetry", role, name, fields);
  }

  /** Is told of the library's classes by its rules. */
  KnownClasses known() {
    return known;
  }

  @Override
  public String library() {
    return "OpenTelemetry";
  }

  @Override
  public boolean matches(String internalName) {
    return known.matches(internalName);
  }

  @Override
  public boolean read(Object kept, TraceIds into) {
    Object context = spanContext(validSpan(kept, 0));
    if (context == null) {
      return false;
    }
    ids(context, into);
    return true;
  }

  private void ids(Object context, TraceIds into) {
    Shape shape = known.of(context);
    String traceId = (String) shape.reference(context, FIRST);
    into.traceHigh = Hex.parse(traceId, 0);
    into.traceLow = Hex.parse(traceId, 16);
    into.span = Hex.parse((String) shape.reference(context, SECOND), 0);
    into.sampled = sampled(shape.reference(context, THIRD));
  }

  /** The ids of a span as the SDK made it; false when they are not known. */
  boolean idsOf(Object span, TraceIds into) {
    Object context = spanContext(span);
    if (context != null) {
      ids(context, into);
    }
    return context != null;
  }

  @Override
  public Found find(Object kept) {
    Object span = validSpan(kept, 0);
    Object context = spanContext(span);
    if (context == null) {
      return null;
    }
    Shape shape = known.of(context);
    return new Found(
        (String) shape.reference(context, FIRST),
        (String) shape.reference(context, SECOND),
        nameOf(span),
        sampled(shape.reference(context, THIRD)));
  }

  /** Where a span keeps its context and, when it is an SDK's own, its name. */
  Shape shapeOf(Object span) {
    return known.of(span);
  }

  /**
   * The id of a span as the SDK made it, or 0. On the path of every span: reads no more than that.
   */
  long idOf(Object span, Shape shape) {
    Object context = shape.is(Role.SPAN) ? shape.reference(span, FIRST) : null;
    if (context == null) {
      return 0;
    }
    Shape ids = known.of(context);
    return ids.is(Role.SPAN_CONTEXT) ? Hex.parseId((String) ids.reference(context, SECOND)) : 0;
  }

  /** Whether a span of this shape is an SDK's own, whose end will be heard. */
  static boolean ends(Shape span) {
    return span.has(SECOND);
  }

  /** The name that a builder gives to its span, or null when the builder is not known. */
  String builderName(Object builder) {
    Shape shape = known.of(builder);
    return shape.is(Role.BUILDER) ? (String) shape.reference(builder, FIRST) : null;
  }

  @Override
  public List<HookState> differences() {
    List<HookState> states = new ArrayList<>();
    for (String difference : known.unmet()) {
      states.add(new HookState("OpenTelemetry class", 1, 0, false, difference));
    }
    String span = unknownSpan;
    if (span != null) {
      states.add(
          new HookState("OpenTelemetry span " + span, 1, 0, false, "its fields are not known"));
    }
    String context = unknownContext;
    if (context != null) {
      states.add(
          new HookState(
              "OpenTelemetry context " + context, 1, 0, false, "its fields are not known"));
    }
    return states;
  }

  private Object validSpan(Object context, int depth) {
    if (context == null || depth > MAX_DEPTH) {
      return null;
    }
    Shape shape = known.of(context);
    if (shape.is(Role.CONTEXT_PAIR)) {
      Object span = validSpan(shape.reference(context, FIRST), depth + 1);
      return span != null ? span : validSpan(shape.reference(context, SECOND), depth + 1);
    }
    if (!shape.is(Role.CONTEXT)) {
      if (unknownContext == null) {
        unknownContext = context.getClass().getName();
      }
      return null;
    }
    Object[] entries = (Object[]) shape.reference(context, FIRST);
    Object application = null;
    for (int i = 0; i + 1 < entries.length; i += 2) {
      String key = keyName(entries[i]);
      if (SPAN_KEY.equals(key)) {
        if (spanContext(entries[i + 1]) != null) {
          return entries[i + 1];
        }
      } else if (APPLICATION_KEY.equals(key)) {
        application = entries[i + 1];
      }
    }
    return validSpan(application, depth + 1);
  }

  private String keyName(Object key) {
    if (key == null) {
      return null;
    }
    Shape shape = known.of(key);
    return shape.is(Role.KEY) ? (String) shape.reference(key, FIRST) : null;
  }

  /** The valid span context of a span, or null. */
  private Object spanContext(Object span) {
    if (span == null) {
      return null;
    }
    Shape shape = known.of(span);
    if (shape.is(Role.SPAN_WRAPPER)) {
      Object inner = shape.reference(span, FIRST);
      return inner == null || !known.of(inner).is(Role.SPAN) ? null : spanContext(inner);
    }
    if (!shape.is(Role.SPAN)) {
      if (unknownSpan == null) {
        unknownSpan = span.getClass().getName();
      }
      return null;
    }
    Object context = shape.reference(span, FIRST);
    if (context == null) {
      return null;
    }
    Shape ids = known.of(context);
    return ids.is(Role.SPAN_CONTEXT)
            && Hex.isId((String) ids.reference(context, FIRST), 32)
            && Hex.isId((String) ids.reference(context, SECOND), 16)
        ? context
        : null;
  }

  private String nameOf(Object span) {
    Shape shape = known.of(span);
    return shape.is(Role.SPAN_WRAPPER)
        ? nameOf(shape.reference(span, FIRST))
        : (String) shape.reference(span, SECOND);
  }

  private boolean sampled(Object flags) {
    if (flags == null) {
      return false;
    }
    Shape shape = known.of(flags);
    return shape.is(Role.FLAGS) && (shape.octet(flags, FIRST) & SAMPLED) != 0;
  }
}
