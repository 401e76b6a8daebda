package io.duality.engine.observe;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import io.duality.model.PoolSeen;
import io.duality.model.Resource;
import io.duality.model.Resource.Named;
import io.duality.model.ResourceKind;
import io.duality.model.config.NameRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources of one look, each under its name and a key that later looks give it again. */
final class Resources {
  private final IdentityHashMap<Object, Resource> byObject = new IdentityHashMap<>();

  /** Pools as such; an idle worker may wait for its pool as for any other object. */
  private final IdentityHashMap<Object, Resource> pools = new IdentityHashMap<>();

  private final Map<String, Resource> byKey = new LinkedHashMap<>();
  private final NameRules renames;

  Resources(NameRules renames) {
    this.renames = renames;
  }

  Collection<Resource> all() {
    return byKey.values();
  }

  void remove(String key) {
    byKey.remove(key);
    byObject.values().removeIf(resource -> resource.key().equals(key));
  }

  /**
   * An object of the application and what it is to the look; compared by nobody, because that would
   * call its {@code equals}.
   */
  record Thing(Object object, Resource resource) {}

  /** Every object that is a resource of this look so far. */
  List<Thing> things() {
    List<Thing> things = new ArrayList<>(byObject.size());
    byObject.forEach((object, resource) -> things.add(new Thing(object, resource)));
    return things;
  }

  int size() {
    return byKey.size();
  }

  /** The resource that an object is. */
  Resource of(Object object) {
    Resource known = byObject.get(object);
    if (known != null) {
      return known;
    }
    Blocker blocker = Blocker.of(object);
    int identity = System.identityHashCode(object);
    String key = key(blocker.kind(), object.getClass().getName(), identity);
    while (byKey.containsKey(key)) {
      key += "'"; // another object of the same class and identity hash
    }
    String given = Names.nameOf(object);
    Resource resource =
        named(
            key,
            Blocker.kindOf(object),
            given == null ? describe(object, blocker, identity) : given,
            blocker.className(),
            identity,
            Extents.limit(object, blocker),
            Extents.depth(object, blocker),
            given == null ? Named.CLASS : origin(Names.rankOf(object)));
    byObject.put(object, resource);
    return resource;
  }

  /** A monitor, of which the JVM tells only the class and the identity hash of its object. */
  Resource monitor(String className, int identity, boolean owned) {
    String key = key(ResourceKind.MONITOR, className, identity);
    Resource known = byKey.get(key);
    return known != null
        ? known
        : named(
            key,
            ResourceKind.MONITOR,
            "monitor " + className + "@" + Integer.toHexString(identity),
            className,
            identity,
            1,
            owned ? 1 : 0,
            Named.CLASS);
  }

  /** The initialiser of a class, of which the JVM tells the name. */
  Resource initializer(String className) {
    String key = ResourceKind.CLASS_INITIALIZER.label() + ":" + className;
    Resource known = byKey.get(key);
    return known != null
        ? known
        : named(
            key,
            ResourceKind.CLASS_INITIALIZER,
            "initializer of " + className,
            className,
            0,
            1,
            1,
            Named.CLASS);
  }

  /** What a thread waits for that is no object anybody can name: its sleep, a bare park. */
  Resource ofThread(ResourceKind kind, String what, long threadId, String label) {
    String key = kind.label() + ":thread-" + threadId;
    Resource known = byKey.get(key);
    return known != null
        ? known
        : named(key, kind, what + " of " + label, "java.lang.Thread", 0, -1, -1, Named.CLASS);
  }

  /**
   * What leads out of this process: many sockets to one peer are one resource, because it is the
   * peer that is waited for.
   */
  Resource external(ResourceKind kind, String name, String className) {
    String key = kind.label() + ":" + name;
    Resource known = byKey.get(key);
    return known != null ? known : named(key, kind, name, className, 0, -1, -1, Named.LIBRARY);
  }

  /** A pool of connections, or a part of one. */
  Resource connectionPool(
      String key, String name, String className, int identity, long limit, long depth) {
    Resource seen = byKey.get(key);
    return seen != null
        ? seen
        : named(
            key,
            ResourceKind.CONNECTION_POOL,
            name,
            className,
            identity,
            limit,
            depth,
            Named.LIBRARY);
  }

  /** The lock on the rows that a transaction of an embedded database has changed. */
  Resource rowLock(Object transaction, String name) {
    Resource seen = byObject.get(transaction);
    if (seen != null && seen.kind() == ResourceKind.LOCK) {
      return seen;
    }
    Resource resource = added(transaction, ResourceKind.LOCK, name, Named.LIBRARY, 1, 1);
    byObject.put(transaction, resource);
    return resource;
  }

  /** A pool of threads under its name, with its limit and how many of its workers are busy. */
  Resource pool(Object pool, String name, Named by, long limit, long busy) {
    Resource known = pools.get(pool);
    if (known != null) {
      return known;
    }
    Resource resource = added(pool, ResourceKind.POOL, name, by, limit, busy);
    pools.put(pool, resource);
    return resource;
  }

  /** The future of a library's own class. */
  Resource future(Object future, String name) {
    Resource known = byObject.get(future);
    if (known != null) {
      return known;
    }
    Resource resource = added(future, ResourceKind.FUTURE, name, Named.LIBRARY, -1, -1);
    byObject.put(future, resource);
    return resource;
  }

  /** A queue or other backlog as a library's rule knows it; a class that nobody else knows. */
  Resource backlog(Object queue, String name, long limit, long depth) {
    library(queue, name);
    Resource known = byObject.get(queue);
    if (known != null) {
      return known;
    }
    Resource resource = added(queue, ResourceKind.QUEUE, name, Named.LIBRARY, limit, depth);
    byObject.put(queue, resource);
    return resource;
  }

  /** A queue that nobody can wait for. */
  Resource plain(Object queue, long depth) {
    Resource known = byObject.get(queue);
    String given = Names.nameOf(queue);
    if (known != null || given == null) {
      return known;
    }
    Resource resource =
        added(
            queue, ResourceKind.QUEUE, given, origin(Names.rankOf(queue)), PoolSeen.UNKNOWN, depth);
    byObject.put(queue, resource);
    return resource;
  }

  private Resource added(
      Object object, ResourceKind kind, String name, Named by, long limit, long depth) {
    int identity = System.identityHashCode(object);
    String className = object.getClass().getName();
    String key = key(kind, className, identity);
    while (byKey.containsKey(key)) {
      key += "'"; // as above
    }
    return named(key, kind, name, className, identity, limit, depth, by);
  }

  /** The resource that {@link #pool} gave a pool in this look, or null. */
  Resource pool(Object pool) {
    return pools.get(pool);
  }

  /** The resource that an object is, or null when it is none in this look so far. */
  Resource known(Object object) {
    return byObject.get(object);
  }

  /** The key under which a monitor of this object is known. */
  static String monitorKey(Object object) {
    return key(ResourceKind.MONITOR, object.getClass().getName(), System.identityHashCode(object));
  }

  /** Whether the class that people know of a resource is this one. */
  boolean isOfClass(String key, String className) {
    Resource resource = byKey.get(key);
    return resource != null && resource.className().equals(className);
  }

  /** Gives a resource the name that its library's rule knows, unless it was configured. */
  void library(Object object, String name) {
    Resource old = byObject.get(object);
    if (old != null && old.named() != Named.CONFIGURATION && old.named() != Named.LIBRARY) {
      byObject.put(
          object,
          named(
              old.key(),
              old.kind(),
              name,
              old.className(),
              old.identity(),
              old.limit(),
              old.depth(),
              Named.LIBRARY));
    }
  }

  /** Gives a resource without a name of its own a better one. */
  void rename(Object object, String name) {
    Resource old = byObject.get(object);
    if (old != null && old.named() == Named.CLASS) {
      byObject.put(
          object,
          named(
              old.key(),
              old.kind(),
              name,
              old.className(),
              old.identity(),
              old.limit(),
              old.depth(),
              Named.CLASS));
    }
  }

  private Resource named(
      String key,
      ResourceKind kind,
      String name,
      String className,
      int identity,
      long limit,
      long depth,
      Named by) {
    String configured = renames.rename(name);
    Resource resource =
        new Resource(
            key,
            kind,
            configured == null ? name : configured,
            className,
            identity,
            limit,
            depth,
            configured == null ? by : Named.CONFIGURATION);
    byKey.put(key, resource);
    return resource;
  }

  static String key(ResourceKind kind, String className, int identity) {
    return kind.label() + ":" + className + "@" + Integer.toHexString(identity);
  }

  static Named origin(int rank) {
    return switch (rank) {
      case Names.GIVEN -> Named.LIBRARY;
      case Names.FIELD, Names.INNER_FIELD -> Named.FIELD;
      case Names.CREATION, Names.INNER_CREATION -> Named.CREATION_SITE;
      default -> Named.CLASS;
    };
  }

  private String describe(Object object, Blocker blocker, int identity) {
    Object lock = lockOf(object);
    if (lock != null) {
      return "condition of " + of(lock).name();
    }
    if (object instanceof Thread thread) {
      return "end of thread " + LookBuilder.label(thread);
    }
    String task = TaskNames.of(object);
    if (task != null) {
      return "future of " + task;
    }
    String name = blocker.className();
    boolean jdk = name.startsWith("java.util.concurrent.");
    return (jdk ? name.substring(name.lastIndexOf('.') + 1) : name)
        + "@"
        + Integer.toHexString(identity);
  }

  /** The synchronizer that a condition belongs to, or null for anything else. */
  static Object lockOf(Object object) {
    if (Blocker.of(object).kind() != ResourceKind.CONDITION) {
      return null;
    }
    return object instanceof java.util.concurrent.locks.AbstractQueuedSynchronizer.ConditionObject
        ? Peek.reference(object, Fields.CONDITION_OF)
        : Peek.reference(object, Fields.LONG_CONDITION_OF);
  }
}
