package io.duality.engine.library;

import io.duality.engine.weave.ClassRule;
import io.duality.model.HookState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every library rule of the process, and what became of each. */
public final class Libraries {
  private final KnownClasses known;
  private final List<BorrowRule> borrows;
  private final LibraryPools pools;
  private final JdkPoolLabels labels;

  /** The rules for the libraries that are known. */
  public Libraries() {
    this(
        Stream.concat(LibraryTables.all().stream(), ConnectionTables.all().stream()).toList(),
        ConnectionPlans.all());
  }

  Libraries(List<KnownClass> tables, List<BorrowPlan> plans) {
    known = new KnownClasses(tables);
    borrows = BorrowRule.all(known, plans);
    pools = new LibraryPools(known);
    labels = new JdkPoolLabels(known);
  }

  /** What the connection pools tell of themselves. */
  public ConnectionPools connectionPools() {
    return new ConnectionPools(known);
  }

  /** The classes that were seen as expected, to read their objects. */
  public KnownClasses known() {
    return known;
  }

  /** Finds the pools that libraries bring. */
  public LibraryPools pools() {
    return pools;
  }

  /** Knows which library made a pool of the JDK. */
  public JdkPoolLabels labels() {
    return labels;
  }

  /** Finds the transactions of databases inside this JVM. */
  public EmbeddedTransactions transactions() {
    return new EmbeddedTransactions(known);
  }

  /** What must see classes as they are defined. */
  public List<ClassRule> rules() {
    List<ClassRule> rules = new ArrayList<>();
    rules.add(new Seeing(known));
    rules.addAll(borrows);
    rules.add(new LoggedRule(known));
    rules.add(new UnreachedRule(known));
    rules.add(new UnansweredRule(known));
    return rules;
  }

  /** One line for each library that was loaded. */
  public List<HookState> states() {
    return known.states();
  }

  /** Sees the classes whose fields are read, and changes none. */
  private static final class Seeing extends LibraryRule {
    private final KnownClasses known;

    Seeing(KnownClasses known) {
      super(known);
      this.known = known;
    }

    @Override
    public boolean matches(String internalName) {
      return known.matches(internalName);
    }

    @Override
    protected byte[] change(String internalName, byte[] bytes) {
      return null;
    }

    @Override
    public HookState state() {
      int found = 0;
      int expected = 0;
      for (HookState each : known.states()) {
        found += each.found();
        expected += each.expected();
      }
      return new HookState(
          "classes of libraries",
          expected,
          found,
          expected > 0,
          expected == 0 ? "no library with a rule was loaded" : null);
    }
  }
}
