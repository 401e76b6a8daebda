package io.duality.engine.library;

import java.util.List;
import java.util.stream.Stream;

/** The classes of all libraries that have a rule. */
final class LibraryTables {
  private LibraryTables() {}

  static List<KnownClass> all() {
    return Stream.of(
            TomcatPools.CLASSES,
            JettyPools.CLASSES,
            NettyLoops.CLASSES,
            LoggingBacklogs.CLASSES,
            Disruptors.CLASSES,
            CoroutinePools.CLASSES,
            JdkPoolLabels.CLASSES)
        .flatMap(List::stream)
        .toList();
  }
}
