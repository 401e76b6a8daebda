package io.duality.engine.library;

import java.util.List;

/** The classes of all libraries that have a rule. */
final class LibraryTables {
  private LibraryTables() {}

  static List<KnownClass> all() {
    return List.of();
  }
}
