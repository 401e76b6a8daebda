package io.duality.model.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Several globs, of which one has to be met.
 *
 * @param globs in the order they were written; empty meets nothing
 */
public record Globs(List<Glob> globs) {

  /** Meets everything. */
  public static final Globs ALL = of("*");

  /** Meets nothing. */
  public static final Globs NONE = new Globs(List.of());

  public Globs {
    globs = List.copyOf(globs);
  }

  /** Globs of the given patterns. */
  public static Globs of(String... patterns) {
    List<Glob> globs = new ArrayList<>();
    for (String pattern : patterns) {
      globs.add(new Glob(pattern));
    }
    return new Globs(globs);
  }

  /** Whether one of them is met; a null text never is. */
  public boolean matches(String text) {
    if (text != null) {
      for (Glob glob : globs) {
        if (glob.matches(text)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether everything is met, so that nobody need look at the text. */
  public boolean all() {
    for (Glob glob : globs) {
      if (glob.literals() == 0 && !glob.pattern().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The patterns as they were written. */
  public List<String> patterns() {
    List<String> patterns = new ArrayList<>();
    for (Glob glob : globs) {
      patterns.add(glob.pattern());
    }
    return List.copyOf(patterns);
  }
}
