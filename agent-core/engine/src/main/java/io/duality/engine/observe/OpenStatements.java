package io.duality.engine.observe;

import io.duality.boot.Borrows;
import io.duality.boot.Names;
import io.duality.boot.OpenLoan;
import io.duality.engine.library.BorrowPlace;
import io.duality.engine.library.ConnectionPools;
import io.duality.engine.library.Libraries;
import io.duality.model.HandleSeen;
import io.duality.model.HandleSeen.Group;
import io.duality.model.Vitals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements that borrowed connections keep open, by pool, as far as pools remember them. For
 * one thread.
 */
public final class OpenStatements {
  private final ConnectionPools pools;
  private final OpenLoan loan = new OpenLoan();

  /** Reads the pools whose classes were seen. */
  public OpenStatements(Libraries libraries) {
    pools = libraries.connectionPools();
  }

  /** One kind with a group for each pool; empty when no pool that remembers has lent anything. */
  public List<HandleSeen> read() {
    Map<String, Group> groups = new HashMap<>();
    long sum = 0;
    for (int i = 0; i < Borrows.CAPACITY; i++) {
      if (Borrows.read(i, loan) && loan.connection != null && loan.pool != null) {
        int open = pools.openStatements(loan.connection);
        if (open >= 0) {
          sum += open;
          add(groups, open);
        }
      }
    }
    loan.clear();
    if (groups.isEmpty()) {
      return List.of();
    }
    List<Group> largest = new ArrayList<>(groups.values());
    largest.sort(Comparator.comparingLong(Group::count).reversed().thenComparing(Group::name));
    return List.of(
        new HandleSeen(
            HandleSeen.STATEMENTS,
            sum,
            Vitals.UNKNOWN,
            largest.subList(0, Math.min(largest.size(), HandleSeen.MOST_GROUPS))));
  }

  /** The place of the connection that keeps most. */
  private void add(Map<String, Group> groups, int open) {
    ConnectionPools.Facts facts = pools.of(loan.pool);
    String given = facts.own() ? null : Names.nameOf(loan.pool);
    String name = given == null ? facts.name() : given;
    Group known = groups.get(name);
    StackTraceElement place = BorrowPlace.of(loan.frames);
    String site =
        place == null
            ? null
            : place.getClassName() + '.' + place.getMethodName() + ':' + place.getLineNumber();
    boolean most = known == null || known.madeAt() == null || open > known.count() / 2;
    groups.put(
        name,
        new Group(
            name,
            (known == null ? 0 : known.count()) + open,
            most && site != null ? site : known == null ? null : known.madeAt()));
  }
}
