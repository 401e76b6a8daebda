package io.duality.scenarios.waits;

import java.util.Locale;

/** What the matrix asks of each wait in each place. */
enum Column {
  SEEN,
  NAMED,
  HOLDER,
  TRACE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
