package io.duality.engine.context;

import io.duality.boot.Peek;
import io.duality.boot.TraceIds;
import io.duality.engine.context.Expected.Role;
import io.duality.engine.context.KnownClasses.Shape;
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

  private static final String API = "io/opentelemetry/api/";
  private static final String STRING = "Ljava/lang/String;";
  private static final String CONTEXT = "Lio/opentelemetry/context/Context;";
  private static final String SPAN_CONTEXT = "Lio/opentelemetry/api/trace/SpanContext;";
  private static final String BRIDGE =
      "io/opentelemetry/javaagent/instrumentation/opentelemetryapi/";

  private static final List<Expected> EXPECTED =
      List.of(
          Expected.of(
              Role.CONTEXT,
              "io/opentelemetry/context/ArrayBasedContext",
              "entries",
              "[Ljava/lang/Object;"),
          Expected.of(Role.KEY, "io/opentelemetry/context/DefaultContextKey", "name", STRING),
          Expected.of(
              Role.CONTEXT_PAIR,
              BRIDGE + "v1_0/context/AgentContextWrapper",
              "agentContext",
              CONTEXT,
              "applicationContext",
              CONTEXT),
          Expected.of(Role.SPAN, API + "trace/PropagatedSpan", "spanContext", SPAN_CONTEXT),
          Expected.of(
              Role.SPAN,
              "io/opentelemetry/sdk/trace/SdkSpan",
              "context",
              SPAN_CONTEXT,
              "name",
              STRING),
          Expected.of(
              Role.SPAN, // the name of SdkSpan before SDK 1.12
              "io/opentelemetry/sdk/trace/RecordEventsReadableSpan",
              "context",
              SPAN_CONTEXT,
              "name",
              STRING),
          Expected.of(
              Role.SPAN_WRAPPER,
              BRIDGE + "v1_0/trace/ApplicationSpan",
              "agentSpan",
              "Lio/opentelemetry/api/trace/Span;"),
          Expected.of(
              Role.SPAN_CONTEXT,
              API + "internal/AutoValue_ImmutableSpanContext",
              "traceId",
              STRING,
              "spanId",
              STRING,
              "traceFlags",
              "Lio/opentelemetry/api/trace/TraceFlags;"),
          Expected.of(Role.FLAGS, API + "trace/ImmutableTraceFlags", "byteRep", "B"),
          Expected.of(
              Role.BUILDER, "io/opentelemetry/sdk/trace/SdkSpanBuilder", "spanName", STRING));

  private final KnownClasses known = new KnownClasses(List.of(SHADED), EXPECTED);
  private volatile String unknownSpan;
  private volatile String unknownContext;

  @Override
  public String library() {
    return "OpenTelemetry";
  }

  @Override
  public boolean matches(String internalName) {
    return known.matches(internalName);
  }

  @Override
  public void define(ClassLoader loader, String internalName, byte[] bytes) {
    known.define(loader, internalName, bytes);
  }

  @Override
  public boolean read(Object kept, TraceIds into) {
    Object context = spanContext(validSpan(kept, 0));
    if (context == null) {
      return false;
    }
    Shape shape = known.of(context);
    String traceId = (String) Peek.reference(context, shape.first);
    into.traceHigh = Hex.parse(traceId, 0);
    into.traceLow = Hex.parse(traceId, 16);
    into.span = Hex.parse((String) Peek.reference(context, shape.second), 0);
    into.sampled = sampled(Peek.reference(context, shape.third));
    return true;
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
        (String) Peek.reference(context, shape.first),
        (String) Peek.reference(context, shape.second),
        nameOf(span),
        sampled(Peek.reference(context, shape.third)));
  }

  /** Where a span keeps its context and, when it is an SDK's own, its name. */
  Shape shapeOf(Object span) {
    return known.of(span);
  }

  /**
   * The id of a span as the SDK made it, or 0. On the path of every span: reads no more than that.
   */
  long idOf(Object span, Shape shape) {
    Object context = shape.role == Role.SPAN ? Peek.reference(span, shape.first) : null;
    if (context == null) {
      return 0;
    }
    Shape ids = known.of(context);
    return ids.role == Role.SPAN_CONTEXT
        ? Hex.parseId((String) Peek.reference(context, ids.second))
        : 0;
  }

  /** Whether a span of this shape is an SDK's own, whose end will be heard. */
  static boolean ends(Shape span) {
    return span.second != Peek.NONE;
  }

  /** The name that a builder gives to its span, or null when the builder is not known. */
  String builderName(Object builder) {
    Shape shape = known.of(builder);
    return shape.role == Role.BUILDER ? (String) Peek.reference(builder, shape.first) : null;
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
    if (shape.role == Role.CONTEXT_PAIR) {
      Object span = validSpan(Peek.reference(context, shape.first), depth + 1);
      return span != null ? span : validSpan(Peek.reference(context, shape.second), depth + 1);
    }
    if (shape.role != Role.CONTEXT) {
      if (unknownContext == null) {
        unknownContext = context.getClass().getName();
      }
      return null;
    }
    Object[] entries = (Object[]) Peek.reference(context, shape.first);
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
    return shape.role == Role.KEY ? (String) Peek.reference(key, shape.first) : null;
  }

  /** The valid span context of a span, or null. */
  private Object spanContext(Object span) {
    if (span == null) {
      return null;
    }
    Shape shape = known.of(span);
    if (shape.role == Role.SPAN_WRAPPER) {
      Object inner = Peek.reference(span, shape.first);
      return inner == null || known.of(inner).role != Role.SPAN ? null : spanContext(inner);
    }
    if (shape.role != Role.SPAN) {
      if (unknownSpan == null) {
        unknownSpan = span.getClass().getName();
      }
      return null;
    }
    Object context = Peek.reference(span, shape.first);
    if (context == null) {
      return null;
    }
    Shape ids = known.of(context);
    return ids.role == Role.SPAN_CONTEXT
            && Hex.isId((String) Peek.reference(context, ids.first), 32)
            && Hex.isId((String) Peek.reference(context, ids.second), 16)
        ? context
        : null;
  }

  private String nameOf(Object span) {
    Shape shape = known.of(span);
    return shape.role == Role.SPAN_WRAPPER
        ? nameOf(Peek.reference(span, shape.first))
        : (String) Peek.reference(span, shape.second);
  }

  private boolean sampled(Object flags) {
    if (flags == null) {
      return false;
    }
    Shape shape = known.of(flags);
    return shape.role == Role.FLAGS && (Peek.octet(flags, shape.first) & SAMPLED) != 0;
  }
}
