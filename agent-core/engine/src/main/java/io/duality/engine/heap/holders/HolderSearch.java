package io.duality.engine.heap.holders;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;
import io.duality.engine.heap.holders.Fields.Layout;
import io.duality.engine.heap.holders.Walk.Held;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Looks for what keeps many objects: from the static fields of the application's initialised
 * classes, the thread-locals, tasks and class loaders of its threads, and the shutdown hooks. For
 * one thread at a time; between two searches it knows names and numbers, and no object.
 */
public final class HolderSearch {
  private static final long LOCALS = Peek.offset(Thread.class, "threadLocals");
  private static final long INHERITED = Peek.offset(Thread.class, "inheritableThreadLocals");
  private static final long TARGET = Peek.offset(Thread.class, "target");
  private static final long HOLDER = Peek.offset(Thread.class, "holder");
  private static final long TASK = inner("java.lang.Thread$FieldHolder", "task");
  private static final long LOADER = Peek.offset(Thread.class, "contextClassLoader");
  private static final long TABLE = inner("java.lang.ThreadLocal$ThreadLocalMap", "table");
  private static final long VALUE = inner("java.lang.ThreadLocal$ThreadLocalMap$Entry", "value");

  /** What has fewer elements is not remembered. */
  private static final long LEAST = 64;

  private static final int MOST = 1_000;
  private static final int MOST_THREADS = 4_096;
  private static final int DEEP = 8;
  private static final int MOST_BELOW = 24;

  private final Supplier<Class<?>[]> loaded;
  private FieldPlaces places;
  private JdkShapes shapes;
  private SoftReference<Fields> fields = new SoftReference<>(null);

  /**
   * @param loaded all classes of this JVM
   */
  public HolderSearch(Supplier<Class<?>[]> loaded) {
    this.loaded = loaded;
  }

  private static long inner(String owner, String field) {
    try {
      return Peek.offset(Class.forName(owner, false, null), field);
    } catch (ClassNotFoundException absent) {
      return Peek.NONE; // this JDK keeps it elsewhere
    }
  }

  /**
   * Searches once.
   *
   * @param stopped whether to end at once
   * @throws IllegalStateException when this JDK does not tell what it needs to know; says why
   */
  public Walk search(HolderLimits limits, BooleanSupplier stopped) {
    if (places == null) {
      places = new FieldPlaces();
      shapes = new JdkShapes();
    }
    Fields known = fields.get();
    if (known == null) {
      known = new Fields(places);
      fields = new SoftReference<>(known);
    }
    Budget budget = new Budget(limits, stopped);
    HolderWalk walk = new HolderWalk(new Kinds(shapes, known), budget);
    IdentityHashMap<ThreadLocal<?>, String> locals = new IdentityHashMap<>();
    int roots = statics(known, budget, walk, locals);
    String unread = budget.ended();
    budget.nextPhase();
    roots += threads(walk, locals);
    roots += hooks(walk);
    locals.clear();
    PathNode root = walk.run();
    return new Walk(
        System.nanoTime(),
        held(root),
        roots,
        budget.objects(),
        budget.cpuNanos(),
        budget.ended() != null ? budget.ended() : unread,
        known.unreadable());
  }

  /** Forgets what it knows of classes. */
  public void forget() {
    fields = new SoftReference<>(null);
  }

  private int statics(
      Fields known, Budget budget, HolderWalk walk, Map<ThreadLocal<?>, String> locals) {
    List<Class<?>> initialised = new ArrayList<>();
    for (Class<?> type : loaded.get()) {
      if (!type.isArray()
          && !type.isPrimitive()
          && !JdkTypes.isJdk(type)
          && !JdkTypes.isOurs(type)
          && Peek.isInitialized(type)
          && (known.isRead(type) || budget.takeTime())) {
        known.note(type);
        initialised.add(type);
      }
    }
    int roots = 0;
    for (Class<?> type : initialised) {
      Layout layout = known.statics(type);
      for (int i = 0; i < layout.at().length; i++) {
        Object value = Peek.reference(type, layout.at()[i]);
        if (value != null) {
          roots++;
          String name = qualified(type, layout.names()[i]);
          if (value instanceof ThreadLocal<?> local) {
            locals.put(local, name);
          }
          walk.from(value, "static " + name);
        }
      }
    }
    return roots;
  }

  private static String qualified(Class<?> type, String name) {
    String full = Fields.plain(type);
    return full.substring(0, full.lastIndexOf('.') + 1) + name;
  }

  private static int threads(HolderWalk walk, Map<ThreadLocal<?>, String> locals) {
    Thread[] threads = LiveThreads.platform();
    int count = 0;
    while (count < Math.min(threads.length, MOST_THREADS) && threads[count] != null) {
      count++;
    }
    int roots = 0;
    for (int i = 0; i < count; i++) {
      roots +=
          locals(walk, threads[i], LOCALS, locals) + locals(walk, threads[i], INHERITED, locals);
    }
    for (int i = 0; i < count; i++) {
      roots += thread(walk, threads[i]);
    }
    return roots;
  }

  private static int locals(
      HolderWalk walk, Thread thread, long field, Map<ThreadLocal<?>, String> names) {
    Object map = Peek.reference(thread, field);
    if (map == null || !(Peek.reference(map, TABLE) instanceof Object[] table)) {
      return 0;
    }
    int roots = 0;
    for (Object each : table) {
      Object value = each instanceof Reference<?> ? Peek.reference(each, VALUE) : null;
      if (value != null) {
        String name = names.get(((Reference<?>) each).get());
        walk.from(value, "thread local " + (name == null ? Fields.plain(value.getClass()) : name));
        roots++;
      }
    }
    return roots;
  }

  private static int thread(HolderWalk walk, Thread thread) {
    String name = thread.getName();
    if (name.startsWith("duality-")) {
      return 0;
    }
    String root = "thread " + name.replaceAll("[0-9]+", "*");
    Object task =
        TARGET == Peek.NONE
            ? Peek.reference(Peek.reference(thread, HOLDER), TASK)
            : Peek.reference(thread, TARGET);
    Object loader = Peek.reference(thread, LOADER);
    walk.from(thread, root);
    if (task != null) {
      walk.from(task, root);
    }
    if (loader != null) {
      walk.from(loader, "a context class loader");
    }
    return 1;
  }

  private static int hooks(HolderWalk walk) {
    try {
      Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks", false, null);
      Object map = Peek.isInitialized(hooks) ? Peek.staticReference(hooks, "hooks") : null;
      if (map != null) {
        walk.from(map, "a shutdown hook");
        return 1;
      }
    } catch (ClassNotFoundException absent) {
      return 0; // this JDK keeps them elsewhere
    }
    return 0;
  }

  private static List<Held> held(PathNode root) {
    List<PathNode> all = root.all();
    List<Held> held = new ArrayList<>();
    for (PathNode each : all) {
      if (each.parent != null && each.holders > 0 && each.entries >= LEAST) {
        held.add(
            new Held(
                each.path(),
                each.type,
                Math.round(each.holders),
                Math.round(each.entries),
                each.estimated,
                each.classes,
                below(each)));
      } else if (each.parent != null && each.recursive && each.objects >= LEAST) {
        held.add(chain(each));
      }
    }
    held.sort(Comparator.comparingLong(Held::entries).reversed());
    return held.subList(0, Math.min(held.size(), MOST));
  }

  /** Objects that lead to others of their kind: a list or a tree of the application's own. */
  private static Held chain(PathNode node) {
    return new Held(
        node.path(),
        node.classes.isEmpty() ? "objects" : node.classes.keySet().iterator().next(),
        1,
        Math.round(node.objects),
        node.estimated || node.looked >= HolderWalk.MOST_LOOKED,
        node.classes,
        below(node));
  }

  private static List<String> below(PathNode node) {
    TreeSet<String> below = new TreeSet<>();
    node.below(DEEP, below, MOST_BELOW);
    below.removeAll(node.classes.keySet());
    return List.copyOf(below);
  }
}
