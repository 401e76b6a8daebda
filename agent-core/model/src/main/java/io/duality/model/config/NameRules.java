package io.duality.model.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Other names for resources: the keys {@code duality.names.<glob>}. */
public final class NameRules {
  /** What the keys begin with. */
  static final String PREFIX = "duality.names.";

  /** Renames nothing. */
  public static final NameRules NONE = new NameRules(List.of());

  private final List<Rule> rules;

  /**
   * One rule.
   *
   * @param glob which names
   * @param name the name instead; each {@code *} in it takes what the glob's star met
   */
  public record Rule(Glob glob, String name) {
    public Rule {
      Objects.requireNonNull(glob, "glob");
      Objects.requireNonNull(name, "name");
    }
  }

  // a class, because the first lambda of a JVM costs more than reading the whole configuration
  private static final class MoreFixedFirst implements Comparator<Rule>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Rule a, Rule b) {
      int byLiterals = Integer.compare(b.glob.literals(), a.glob.literals());
      return byLiterals != 0 ? byLiterals : a.glob.pattern().compareTo(b.glob.pattern());
    }
  }

  /** Of several rules that are met, the one that fixes most characters is meant. */
  public NameRules(List<Rule> rules) {
    List<Rule> sorted = new ArrayList<>(rules);
    sorted.sort(new MoreFixedFirst());
    this.rules = List.copyOf(sorted);
  }

  /** The rules, in the order they are tried. */
  public List<Rule> rules() {
    return rules;
  }

  /** The configured name of a resource, or null when no rule is about it. */
  public String rename(String name) {
    for (Rule rule : rules) {
      List<String> stars = rule.glob.stars(name);
      if (stars != null) {
        return fill(rule.name, stars);
      }
    }
    return null;
  }

  private static String fill(String name, List<String> stars) {
    StringBuilder filled = new StringBuilder();
    int star = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '*' && star < stars.size()) {
        filled.append(stars.get(star++));
      } else {
        filled.append(c);
      }
    }
    return filled.toString();
  }
}
