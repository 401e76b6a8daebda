package io.duality.engine.weave;

import io.duality.boot.Thrown;
import java.util.List;

/**
 * The constructor that every OutOfMemoryError with a message of its own goes through: of direct
 * buffers, which Java code throws, and of threads, for which the JVM calls it. Those of heap and
 * metaspace exist beforehand and are not made. It runs when memory is exhausted and never else.
 */
final class MemoryErrorHook extends QuietHook {
  static final String NAME = "java.lang.OutOfMemoryError";

  MemoryErrorHook() {
    super(NAME, "new", List.of(MethodPlan.created("(Ljava/lang/String;)V", Exit.MEMORY_ERROR)));
  }

  @Override
  Proof proof() {
    return () -> {
      long before = Thrown.seen(Thrown.MEMORY);
      Throwable made = new OutOfMemoryError(Thrown.SELF_TEST);
      return Thrown.seen(Thrown.MEMORY) > before
          ? null
          : "its self-test made one that was not seen: " + made.getMessage();
    };
  }
}
