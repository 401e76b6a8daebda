package io.duality.model;

import java.util.Objects;

/**
 * Something the agent could not see, and why: the sentences under "Not known".
 *
 * @param subject the thread label, resource name or source it is about
 * @param what the missing fact: {@code trace}, {@code holder}, {@code virtual monitor owners}
 * @param why the reason, as a clause
 */
public record Unknown(String subject, String what, String why) {
  public Unknown {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(why, "why");
  }
}
