package io.duality.model.config;

import io.duality.model.HandleSeen;
import io.duality.model.MemorySeen;
import io.duality.model.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** What the kinds are called that a trigger may be about: one of another name never comes. */
final class KindNames {
  private static final List<String> MEMORY =
      List.of(
          MemorySeen.HEAP,
          MemorySeen.METASPACE,
          MemorySeen.CLASS_SPACE,
          MemorySeen.CODE_CACHE,
          MemorySeen.DIRECT,
          MemorySeen.MAPPED,
          MemorySeen.RSS,
          MemorySeen.NATIVE,
          MemorySeen.CONTAINER);

  /** Those of {@code FailureSeen}, without what they begin with. */
  private static final List<String> EXHAUSTED =
      List.of(
          "heap",
          "gc overhead",
          "array size",
          "metaspace",
          "direct buffers",
          "threads",
          "native memory");

  private static final List<String> HANDLES =
      List.of(
          HandleSeen.DESCRIPTORS,
          HandleSeen.FILES,
          HandleSeen.SOCKETS,
          HandleSeen.PIPES,
          HandleSeen.SELECTORS,
          HandleSeen.THREADS,
          HandleSeen.LOADERS,
          HandleSeen.THREAD_LOCALS,
          HandleSeen.STATEMENTS);

  private KindNames() {}

  /** All that a trigger of that type may be about; empty when it is about none. */
  static List<String> of(TriggerType type) {
    return switch (type) {
      case WAIT -> resources();
      case MEMORY_LEVEL -> MEMORY;
      case OOM -> EXHAUSTED;
      case LEAK_HANDLES -> HANDLES;
      default -> List.of();
    };
  }

  private static List<String> resources() {
    List<String> labels = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.values()) {
      labels.add(kind.label());
    }
    return labels;
  }

  /** The first pattern that meets none of them; null when each meets one. */
  static String unknown(TriggerType type, Globs globs) {
    List<String> known = of(type);
    for (Glob glob : known.isEmpty() ? List.<Glob>of() : globs.globs()) {
      if (known.stream().noneMatch(glob::matches)) {
        return glob.pattern();
      }
    }
    return null;
  }
}
