package io.duality.diagnosis;

import java.util.List;

/** Every rule of this version. */
final class Rules {
  static final List<Rule> ALL = List.of();

  private Rules() {}
}
