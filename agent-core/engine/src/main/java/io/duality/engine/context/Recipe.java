package io.duality.engine.context;

import io.duality.boot.TraceIds;
import io.duality.model.HookState;
import java.util.List;

/** How the contexts of one tracing library are read; knows its classes and nothing else. */
interface Recipe {
  /** What people call the library. */
  String library();

  /** Whether a class, by internal name, is one whose fields or code the recipe wants to see. */
  boolean matches(String internalName);

  /**
   * Reads the ids in what the library keeps in its ThreadLocal.
   *
   * @return false when it holds no valid context; {@code into} is then unchanged
   */
  boolean read(Object kept, TraceIds into);

  /** The trace id, span id and current name in what the library keeps, or null when none. */
  Found find(Object kept);

  /** What was expected and not found. */
  List<HookState> differences();

  /**
   * A context as text.
   *
   * @param traceId 32 hex digits
   * @param spanId 16 hex digits
   * @param spanName the name at this moment, or null when the span keeps none
   * @param sampled whether the backend was told to keep it
   */
  record Found(String traceId, String spanId, String spanName, boolean sampled) {}
}
