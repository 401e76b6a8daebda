package io.duality.model;

import java.util.Objects;

/**
 * The incident in one line and its root.
 *
 * @param pattern the pattern that explains it best
 * @param title one sentence, the title of the summary
 * @param rootCause what is at the root
 */
public record Verdict(Pattern pattern, String title, RootCause rootCause) {
  public Verdict {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(rootCause, "rootCause");
  }

  /**
   * The root of the chain.
   *
   * @param kind {@code thread}, {@code resource}, {@code class}, {@code endpoint}, {@code config}
   * @param name its name
   * @param why a clause: what makes it the root
   */
  public record RootCause(String kind, String name, String why) {
    public RootCause {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(why, "why");
    }
  }
}
