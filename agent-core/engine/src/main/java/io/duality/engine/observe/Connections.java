package io.duality.engine.observe;

import io.duality.boot.Borrows;
import io.duality.boot.Names;
import io.duality.boot.OpenLoan;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.BorrowPlace;
import io.duality.engine.library.ConnectionPools;
import io.duality.engine.library.EmbeddedTransactions;
import io.duality.engine.library.Libraries;
import io.duality.model.Holding;
import io.duality.model.Holding.Relation;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.SeenBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who has the connections of pools since when, and which pools have none left. */
final class Connections {
  /** From so much of its limit on a pool is worth being spoken of though nobody waits yet. */
  private static final int FULL_PERCENT = 80;

  /** So many holders of one pool are named. */
  private static final int MOST_HOLDERS = 512;

  private final Contexts contexts;
  private final OpenLoan loan = new OpenLoan();
  private final IdentityHashMap<Object, Pool> pools = new IdentityHashMap<>();
  private final ConnectionPools libraries;
  private final EmbeddedTransactions transactions;

  /**
   * @param contexts knows the names of spans
   * @param libraries knows the pools and embedded databases
   */
  Connections(Contexts contexts, Libraries libraries) {
    this.contexts = contexts;
    this.libraries = libraries.connectionPools();
    this.transactions = libraries.transactions();
  }

  /** A pool of this look. */
  private static final class Pool {
    final Object object;
    final ConnectionPools.Facts facts;
    final String name;
    final List<Lent> lent = new ArrayList<>();

    Pool(Object object, ConnectionPools.Facts facts, String name) {
      this.object = object;
      this.facts = facts;
      this.name = name;
    }

    int lentOf(String part) {
      int count = 0;
      for (Lent each : lent) {
        count += part == null || part.equals(each.part()) ? 1 : 0;
      }
      return count;
    }

    long limit(String part) {
      return part == null ? facts.limit() : facts.partLimit();
    }

    boolean isFull(String part) {
      return limit(part) >= 0 && lentOf(part) >= limit(part);
    }
  }

  /** Finds out what is borrowed now. */
  void begin() {
    pools.clear();
    Borrows.sweep();
    for (int i = 0; i < Borrows.CAPACITY; i++) {
      if (Borrows.read(i, loan)) {
        if (loan.pool == null) {
          Borrows.forget(i);
        } else {
          Pool pool = pool(loan.pool);
          if (pool.lent.size() < MOST_HOLDERS) {
            pool.lent.add(copy());
          }
        }
      }
    }
    loan.clear();
  }

  /** Every connection that is borrowed now. */
  List<Lent> lent() {
    List<Lent> all = new ArrayList<>();
    pools.values().forEach(pool -> all.addAll(pool.lent));
    return all;
  }

  /** Nothing of the application is kept from one look to the next. */
  void end() {
    pools.clear();
  }

  private Lent copy() {
    return new Lent(
        loan.connection == null ? null : libraries.partOf(loan.connection),
        loan.borrower,
        loan.borrowerId,
        loan.borrowerName,
        loan.sinceNanos,
        loan.connection == null ? null : transactions.of(loan.connection),
        loan.lost,
        BorrowPlace.of(loan.frames),
        loan.traced ? contexts.reference(loan.trace) : null);
  }

  private Pool pool(Object object) {
    Pool seen = pools.get(object);
    if (seen != null) {
      return seen;
    }
    ConnectionPools.Facts facts = libraries.of(object);
    Pool pool = new Pool(object, facts, name(object, facts));
    pools.put(object, pool);
    return pool;
  }

  /** Its own name, else that of a field of the application, else what it is. */
  private static String name(Object pool, ConnectionPools.Facts facts) {
    boolean better =
        facts.own() || Names.nameOf(pool) == null || BorrowPlace.isOfPool(Names.nameOf(pool));
    if (better && Names.rankOf(pool) != Names.GIVEN) {
      Names.given(pool, facts.name());
    }
    String name = Names.nameOf(pool);
    return name == null ? facts.name() : name;
  }

  /**
   * The resource that a thread waits for when it waits for a connection: the part of the pool that
   * is full, else the pool.
   *
   * @param part as the hook named it
   */
  Resource awaited(LookBuilder look, Object object, Object part) {
    Pool pool = pool(object);
    String partName = part == object ? null : libraries.part(part);
    boolean wholeIsFull = !pool.isFull(partName) && pool.isFull(null);
    return resource(look, pool, wholeIsFull ? null : partName);
  }

  /** After how long a borrower gives up by the pool's own settings, in nanoseconds; 0 for never. */
  long timeoutNanos(Object object) {
    Pool pool = pools.get(object);
    return pool == null ? 0 : pool.facts.timeoutMillis() * 1_000_000;
  }

  private static Resource resource(LookBuilder look, Pool pool, String part) {
    return look.resources.connectionPool(
        key(pool, part),
        part == null ? pool.name : pool.name + " " + part,
        pool.facts.className(),
        System.identityHashCode(pool.object),
        pool.limit(part),
        pool.lentOf(part));
  }

  private static String key(Pool pool, String part) {
    String key =
        ResourceKind.CONNECTION_POOL.label()
            + ":"
            + pool.facts.className()
            + "@"
            + Integer.toHexString(System.identityHashCode(pool.object));
    return part == null ? key : key + " " + part;
  }

  /**
   * Adds the borrowers of every pool that somebody waits for, that is nearly used up, or that has
   * lent something for long.
   */
  void add(LookBuilder look, long longNanos) {
    Map<String, Long> oldest = look.oldestWaits();
    for (Pool pool : pools.values()) {
      String whole = key(pool, null);
      Set<String> parts = new HashSet<>();
      for (Lent each : pool.lent) {
        if (each.part() != null && oldest.containsKey(key(pool, each.part()))) {
          parts.add(each.part());
        }
      }
      boolean interesting =
          oldest.containsKey(whole) || (parts.isEmpty() && isUsed(look, pool, longNanos));
      if (interesting) {
        parts.add(null);
      }
      for (String part : parts) {
        holders(look, pool, part);
        Long age = oldest.get(key(pool, part));
        if (age != null && age >= longNanos) {
          missing(look, pool, part);
        }
      }
    }
  }

  private static boolean isUsed(LookBuilder look, Pool pool, long longNanos) {
    long limit = pool.facts.limit();
    boolean used = limit > 0 && pool.lent.size() * 100L >= limit * FULL_PERCENT;
    for (Lent each : pool.lent) {
      used |= each.lost() || look.now - each.since() >= longNanos;
    }
    return used;
  }

  /** A thread that has several connections of one pool is told once, with the oldest of them. */
  private static void holders(LookBuilder look, Pool pool, String part) {
    Resource resource = resource(look, pool, part);
    Map<Long, Lent> first = new LinkedHashMap<>();
    Map<Long, Integer> counts = new LinkedHashMap<>();
    for (Lent each : pool.lent) {
      if (part == null || part.equals(each.part())) {
        first.merge(each.borrowerId(), each, (a, b) -> a.since() - b.since() <= 0 ? a : b);
        counts.merge(each.borrowerId(), 1, Integer::sum);
      }
    }
    for (Lent each : first.values()) {
      holder(look, resource, each, counts.get(each.borrowerId()));
    }
  }

  private static void holder(LookBuilder look, Resource resource, Lent lent, int count) {
    Holding holding =
        new Holding(
            resource.key(),
            lent.borrowerId(),
            Relation.HELD_BY,
            lent.lost() ? "leaked" : null,
            count,
            lent.since(),
            SeenBy.HOOK,
            lent.at(),
            lent.trace());
    if (lent.borrower() != null) {
      look.holds(lent.borrower(), holding);
    } else {
      look.holds(ended(lent), holding);
    }
    if (lent.at() == null) {
      look.unknown(
          resource.name(),
          "place of a borrow",
          "the same connection was borrowed again and again, and frames are taken once in a"
              + " millisecond");
    }
  }

  private static DumpedThread ended(Lent lent) {
    String name = lent.endedName() == null ? "thread " + lent.borrowerId() : lent.endedName();
    return new DumpedThread(
        lent.borrowerId(), name, false, Thread.State.TERMINATED, null, List.of(), List.of());
  }

  private static void missing(LookBuilder look, Pool pool, String part) {
    long limit = pool.limit(part);
    int lent = pool.lentOf(part);
    if (limit > 0 && lent < limit) {
      look.unknown(
          part == null ? pool.name : pool.name + " " + part,
          "holder",
          (limit - lent)
              + " of "
              + limit
              + " connections are not made yet, or were borrowed before the agent was there");
    }
  }
}
