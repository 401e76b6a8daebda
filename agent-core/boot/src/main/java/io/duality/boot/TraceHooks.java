package io.duality.boot;

/** The entry points of code woven into tracing libraries; the law of {@link Hooks} is theirs. */
public final class TraceHooks {
  private static volatile SpanSink spans;
  private static volatile ContextSink contexts;
  private static volatile ContextWindow window;

  private TraceHooks() {}

  /** Sets who hears of spans; null for nobody. */
  public static void hearSpans(SpanSink sink) {
    spans = sink;
  }

  /** Sets who hears where tracing libraries keep their contexts; null for nobody. */
  public static void hearContexts(ContextSink sink) {
    contexts = sink;
  }

  /** Sets who hears of every change of a thread's context; null for nobody, as mostly. */
  public static void watchContexts(ContextWindow open) {
    window = open;
  }

  /** At the end of an SDK's start of a span. */
  public static void spanStarted(Object span, Object builder) {
    SpanSink sink = spans;
    if (sink == null) {
      return;
    }
    try {
      sink.started(span, builder);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** At the beginning of an SDK's end of a span. */
  public static void spanEnded(Object span) {
    SpanSink sink = spans;
    if (sink == null) {
      return;
    }
    try {
      sink.ended(span);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** When something is recorded as an exception of a span. */
  public static void spanThrew(Object span, Throwable thrown) {
    SpanSink sink = spans;
    if (sink == null || thrown == null) {
      return;
    }
    try {
      sink.failed(span, thrown);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** When a span gets a status; {@code status} is a constant of the library's enumeration. */
  public static void spanStatus(Object span, Object status) {
    SpanSink sink = spans;
    if (sink == null || !(status instanceof Enum<?> code) || !"ERROR".equals(code.name())) {
      return;
    }
    try {
      sink.failed(span, null);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** When a tracing library has made the object that keeps its contexts. */
  public static void contextStorage(Object storage, Class<?> owner) {
    ContextSink sink = contexts;
    if (sink == null) {
      return;
    }
    try {
      sink.storage(storage, owner);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** Behind the place where a tracing library changes the context of the current thread. */
  public static void contextChanged() {
    ContextWindow open = window;
    if (open == null) {
      return;
    }
    try {
      open.changed();
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }
}
