package io.duality.boot;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The names of the objects that threads wait for: a weak identity table, filled by woven field
 * stores and allocation sites, read when a wait is reported.
 *
 * <p>Insertion is one compare-and-set at the head of a chain; only {@link #sweep}, called by the
 * watcher alone, removes. The table does not grow: beyond {@link #LIMIT} live names, {@link
 * #SITE_LIMIT} of one site, or {@link #SITES_LIMIT} sites, further objects stay unnamed and are
 * counted.
 */
public final class Names {
  /** How many objects may have a name at once. */
  public static final int LIMIT = 1 << 16;

  /** How many objects of one field or allocation site may have a name at once. */
  public static final int SITE_LIMIT = 1 << 13;

  /** How many fields and allocation sites may give names; they are never forgotten. */
  public static final int SITES_LIMIT = 1 << 15;

  /** A name given by the configuration or a library rule. */
  public static final int GIVEN = 6;

  /** The field it was first stored in. */
  public static final int FIELD = 5;

  /** The place where it was created. */
  public static final int CREATION = 4;

  /** The field of the application's own lock that is built on it. */
  public static final int INNER_FIELD = 3;

  /** The place where it was created to build a lock on it. */
  public static final int INNER_CREATION = 2;

  /** Its class, a subclass in the application. */
  public static final int CLASS = 1;

  private static final String COMMON_POOL = "ForkJoinPool.commonPool";

  private static final int BUCKETS = 1 << 15;
  private static final int SITE_BUCKETS = 1 << 12;
  private static final AtomicReferenceArray<Entry> TABLE = new AtomicReferenceArray<>(BUCKETS);
  private static final AtomicReferenceArray<Site> SITES = new AtomicReferenceArray<>(SITE_BUCKETS);
  private static final AtomicInteger SITE_COUNT = new AtomicInteger();
  private static final AtomicInteger LIVE = new AtomicInteger();
  private static final AtomicInteger UNNAMED = new AtomicInteger();

  /** Off while disarmed; what is created or stored meanwhile gets no name. */
  public static volatile boolean on = true;

  private Names() {}

  /** A field or place that gives names, and how often it did. */
  static final class Site {
    final String name;
    final Site next;
    final AtomicInteger created = new AtomicInteger();
    final AtomicInteger live = new AtomicInteger();

    Site(String name, Site next) {
      this.name = name;
      this.next = next;
    }
  }

  private static final class Entry extends WeakReference<Object> {
    final int hash;
    final int rank;
    final int number;
    final Site site;

    /** Whether work can pile up in it. */
    final boolean backlog;

    volatile Entry next;

    /** Another entry has a better name for the same object. */
    volatile boolean outranked;

    Entry(Object named, int hash, int rank, int number, Site site) {
      super(named);
      this.hash = hash;
      this.rank = rank;
      this.number = number;
      this.site = site;
      this.backlog = named instanceof Executor || named instanceof Collection;
    }

    boolean isDead() {
      return outranked || refersTo(null);
    }
  }

  /** A value is about to be stored in a field; {@code name} is class and field. */
  public static void stored(Object value, String name) {
    name(value, name, FIELD);
  }

  /** A synchronizer was created; {@code name} is its class and where. */
  public static void created(Object value, String name) {
    name(value, name, CREATION);
  }

  /** The same as {@link #stored} if the value is a synchronizer, which its type does not tell. */
  public static void storedPerhaps(Object value, String name) {
    int kind = kind(value);
    if (kind != Synchronizers.NONE) {
      name(value, name, kind == Synchronizers.INNER ? INNER_FIELD : FIELD);
    }
  }

  /** The same as {@link #created} if the value is a synchronizer, which its type does not tell. */
  public static void createdPerhaps(Object value, String name) {
    int kind = kind(value);
    if (kind != Synchronizers.NONE) {
      name(value, name, kind == Synchronizers.INNER ? INNER_CREATION : CREATION);
    }
  }

  /** A subclass of a synchronizer has been constructed; its class is better than no name. */
  public static void constructed(Object value) {
    if (on && value != null && rankOf(value) == 0) {
      name(value, value.getClass().getName(), CLASS);
    }
  }

  private static int kind(Object value) {
    if (value == null || !on) {
      return Synchronizers.NONE;
    }
    try {
      return Synchronizers.kindOf(value);
    } catch (Throwable hidden) {
      Hooks.failed();
      return Synchronizers.NONE;
    }
  }

  /** A library rule or the configuration names an object. */
  public static void given(Object value, String name) {
    name(value, name, GIVEN);
  }

  private static void name(Object value, String name, int rank) {
    if (value == null || !on) {
      return;
    }
    try {
      Site site = site(value instanceof ForkJoinPool && isCommon(value) ? COMMON_POOL : name);
      if (site == null || site.live.get() >= SITE_LIMIT || LIVE.get() >= LIMIT) {
        UNNAMED.getAndIncrement();
        return;
      }
      Entry known = find(value);
      if (known != null && known.rank >= rank) {
        return; // the first name of the best rank wins
      }
      int number = site.created.incrementAndGet();
      insert(value, rank, number, site, known);
      InnerNames.name(value, rank, number, site);
      InnerFields.name(value, rank, number, site);
    } catch (Throwable hidden) {
      Hooks.failed();
    }
  }

  /** Every user of the JVM's own pool shares it; no field of one of them is its name. */
  private static boolean isCommon(Object pool) {
    return pool == ForkJoinPool.commonPool();
  }

  /** Names a part of a named object, unless it has as good a name already. */
  static void part(Object inner, int rank, int number, Site site) {
    if (inner != null && site != null) {
      Entry known = find(inner);
      if (known == null || known.rank < rank) {
        insert(inner, rank, number, site, known);
      }
    }
  }

  private static void insert(Object value, int rank, int number, Site site, Entry outranked) {
    int hash = System.identityHashCode(value);
    Entry entry = new Entry(value, hash, rank, number, site);
    int bucket = bucket(hash);
    Entry head;
    do {
      head = TABLE.getAcquire(bucket);
      entry.next = head;
    } while (!TABLE.compareAndSet(bucket, head, entry));
    site.live.getAndIncrement();
    LIVE.getAndIncrement();
    if (outranked != null) {
      outranked.outranked = true;
    }
  }

  /** The resource name of an object, with {@code #n} from the second of one site; null if none. */
  public static String nameOf(Object value) {
    Entry entry = find(value);
    if (entry == null) {
      return null;
    }
    String name = entry.site.name;
    return entry.number == 1 ? name : name.concat("#").concat(Integer.toString(entry.number));
  }

  /** One of the ranks from {@link #CLASS} to {@link #GIVEN}, or 0 for an object without a name. */
  public static int rankOf(Object value) {
    Entry entry = find(value);
    return entry == null ? 0 : entry.rank;
  }

  /** How many objects were left without a name because a limit was reached. */
  public static int unnamed() {
    return UNNAMED.get();
  }

  /** How many objects have a name now. */
  public static int live() {
    return LIVE.get();
  }

  private static Entry find(Object value) {
    int hash = System.identityHashCode(value);
    Entry best = null;
    for (Entry e = TABLE.getAcquire(bucket(hash)); e != null; e = e.next) {
      if (e.hash == hash && e.refersTo(value) && (best == null || e.rank > best.rank)) {
        best = e;
      }
    }
    return best;
  }

  /** The site of a name; null when there are too many already. */
  static Site site(String name) {
    int bucket = name.hashCode() & (SITE_BUCKETS - 1);
    while (true) {
      Site head = SITES.getAcquire(bucket);
      for (Site s = head; s != null; s = s.next) {
        if (s.name.equals(name)) {
          return s;
        }
      }
      if (SITE_COUNT.get() >= SITES_LIMIT) {
        return null;
      }
      Site added = new Site(name, head);
      if (SITES.compareAndSet(bucket, head, added)) {
        SITE_COUNT.getAndIncrement();
        return added;
      }
    }
  }

  /** Is shown named objects. */
  public interface Seen {
    void seen(Object named);
  }

  /** Shows every executor and collection that has a name; one may be shown twice. */
  public static void backlogs(Seen seen) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      for (Entry e = TABLE.getAcquire(bucket); e != null; e = e.next) {
        Object named = e.backlog && !e.outranked ? e.get() : null;
        if (named != null) {
          seen.seen(named);
        }
      }
    }
  }

  private static int bucket(int hash) {
    return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
  }

  /**
   * Removes the names of objects that are gone or have a better one. Only one thread may call it.
   *
   * @return how many
   */
  public static int sweep() {
    int removed = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      Entry head = TABLE.getAcquire(bucket);
      while (head != null && head.isDead()) {
        if (TABLE.compareAndSet(bucket, head, head.next)) {
          forget(head);
          removed++;
        }
        head = TABLE.getAcquire(bucket);
      }
      if (head == null) {
        continue;
      }
      Entry before = head;
      for (Entry e = head.next; e != null; e = e.next) {
        if (e.isDead()) {
          before.next = e.next;
          forget(e);
          removed++;
        } else {
          before = e;
        }
      }
    }
    return removed;
  }

  private static void forget(Entry entry) {
    entry.site.live.getAndDecrement();
    LIVE.getAndDecrement();
  }
}
