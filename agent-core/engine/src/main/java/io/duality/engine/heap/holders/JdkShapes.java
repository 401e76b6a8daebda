package io.duality.engine.heap.holders;

import static io.duality.engine.heap.holders.Shape.array;
import static io.duality.engine.heap.holders.Shape.handingOver;
import static io.duality.engine.heap.holders.Shape.linked;
import static io.duality.engine.heap.holders.Shape.parts;
import static io.duality.engine.heap.holders.Shape.table;
import static io.duality.engine.heap.holders.Shape.tree;

import io.duality.boot.Peek;
import io.duality.engine.heap.holders.Shape.Branches;
import io.duality.engine.heap.holders.Shape.Nodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The JDK's types that keep objects, by exactly their fields; one that differs is left out. */
final class JdkShapes {
  private static final String UTIL = "java.util.";
  private static final String CONCURRENT = "java.util.concurrent.";
  private static final Class<?> TREE_BIN = type(CONCURRENT + "ConcurrentHashMap$TreeBin");

  /** Those that hand over to one object, by the field that has it. */
  private static final List<String[]> HANDING_OVER =
      List.of(
          new String[] {UTIL + "HashSet", "map"},
          new String[] {UTIL + "TreeSet", "m"},
          new String[] {UTIL + "Properties", "map"},
          new String[] {UTIL + "Optional", "value"},
          new String[] {UTIL + "Collections$SetFromMap", "m"},
          new String[] {UTIL + "Collections$SynchronizedCollection", "c"},
          new String[] {UTIL + "Collections$SynchronizedMap", "m"},
          new String[] {UTIL + "Collections$UnmodifiableCollection", "c"},
          new String[] {UTIL + "Collections$UnmodifiableMap", "m"},
          new String[] {UTIL + "Collections$CheckedCollection", "c"},
          new String[] {UTIL + "Collections$CheckedMap", "m"},
          new String[] {CONCURRENT + "ConcurrentHashMap$CollectionView", "map"},
          new String[] {CONCURRENT + "ConcurrentSkipListSet", "m"},
          new String[] {CONCURRENT + "CopyOnWriteArraySet", "al"},
          new String[] {CONCURRENT + "DelayQueue", "q"},
          new String[] {CONCURRENT + "atomic.AtomicReference", "value"},
          new String[] {CONCURRENT + "FutureTask", "callable"},
          new String[] {CONCURRENT + "Executors$RunnableAdapter", "task"},
          new String[] {CONCURRENT + "Executors$DelegatedExecutorService", "e"},
          new String[] {CONCURRENT + "CompletableFuture", "result"},
          new String[] {UTIL + "TaskQueue", "queue"},
          new String[] {UTIL + "TimerThread", "queue"});

  private final Map<Class<?>, Shape> shapes = new HashMap<>();
  private int absent;

  JdkShapes() {
    HANDING_OVER.forEach(each -> put(each[0], handingOver(field(each[0], each[1])), each[1]));
    tables();
    allArrays();
    chains();
    trees();
    executors();
  }

  /** How many of them this JDK has otherwise. */
  int absent() {
    return absent;
  }

  /** The shape of a type, its own or the nearest inherited one; null without one. */
  Shape of(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Shape shape = shapes.get(each);
      if (shape != null) {
        return shape;
      }
    }
    return null;
  }

  /** A node that stands for a tree of nodes. */
  static boolean isTreeBin(Object node) {
    return node.getClass() == TREE_BIN;
  }

  private void tables() {
    String hashMap = UTIL + "HashMap";
    put(
        hashMap,
        table(field(hashMap, "table"), nodes(hashMap + "$Node", null), size(hashMap, "size")),
        "table");
    String concurrent = CONCURRENT + "ConcurrentHashMap";
    put(
        concurrent,
        table(
            field(concurrent, "table"),
            nodes(concurrent + "$Node", concurrent + "$TreeBin"),
            striped(concurrent, "baseCount", "counterCells", concurrent + "$CounterCell")),
        "table");
    String hashtable = UTIL + "Hashtable";
    put(
        hashtable,
        table(
            field(hashtable, "table"), nodes(hashtable + "$Entry", null), size(hashtable, "count")),
        "table");
    String weak = UTIL + "WeakHashMap";
    Nodes weakly =
        new Nodes(
            field(weak + "$Entry", "next"), Peek.NONE, field(weak + "$Entry", "value"), Peek.NONE);
    put(weak, table(field(weak, "table"), weakly, size(weak, "size")), "table");
  }

  private void allArrays() {
    arrays(UTIL + "ArrayList", "elementData", "size");
    arrays(UTIL + "Vector", "elementData", "elementCount");
    arrays(UTIL + "PriorityQueue", "queue", "size");
    arrays(UTIL + "IdentityHashMap", "table", "size");
    arrays(UTIL + "EnumMap", "vals", "size");
    arrays(UTIL + "Arrays$ArrayList", "a", null);
    arrays(UTIL + "ImmutableCollections$ListN", "elements", null);
    arrays(UTIL + "ImmutableCollections$SetN", "elements", "size");
    arrays(UTIL + "ImmutableCollections$MapN", "table", "size");
    arrays(CONCURRENT + "CopyOnWriteArrayList", "array", null);
    arrays(CONCURRENT + "PriorityBlockingQueue", "queue", "size");
    arrays(CONCURRENT + "ArrayBlockingQueue", "items", "count");
    arrays(CONCURRENT + "ScheduledThreadPoolExecutor$DelayedWorkQueue", "queue", "size");
    arrays(CONCURRENT + "atomic.AtomicReferenceArray", "array", null);
    String deque = UTIL + "ArrayDeque";
    long elements = field(deque, "elements");
    long head = field(deque, "head");
    long tail = field(deque, "tail");
    ToLongFunction<Object> between =
        object -> {
          int room = length(Peek.reference(object, elements));
          int from = Peek.integer(object, head);
          int to = Peek.integer(object, tail);
          return room == 0 ? 0 : Math.floorMod(to - from, room);
        };
    put(deque, Shape.array(elements, between), "elements");
    String few = UTIL + "ImmutableCollections$List12";
    put(few, parts(field(few, "e0"), field(few, "e1")), "e0");
    String one = UTIL + "ImmutableCollections$Map1";
    put(one, parts(field(one, "k0"), field(one, "v0")), "v0");
  }

  private void chains() {
    String list = UTIL + "LinkedList";
    put(list, linked(field(list, "first"), items(list + "$Node"), size(list, "size")), "first");
    for (String queue : List.of("ConcurrentLinkedQueue", "ConcurrentLinkedDeque")) {
      String name = CONCURRENT + queue;
      put(name, linked(field(name, "head"), items(name + "$Node"), null), "head");
    }
    String blocking = CONCURRENT + "LinkedBlockingQueue";
    long count = field(blocking, "count");
    long value = field(CONCURRENT + "atomic.AtomicInteger", "value");
    put(
        blocking,
        linked(
            field(blocking, "head"),
            items(blocking + "$Node"),
            object -> Peek.integer(Peek.reference(object, count), value)),
        "head");
    String deque = CONCURRENT + "LinkedBlockingDeque";
    put(
        deque,
        linked(field(deque, "first"), items(deque + "$Node"), size(deque, "count")),
        "first");
    skipList();
  }

  private void skipList() {
    String skip = CONCURRENT + "ConcurrentSkipListMap";
    long head = field(skip, "head");
    long node = field(skip + "$Index", "node");
    long next = field(skip + "$Node", "next");
    Nodes nodes =
        new Nodes(next, field(skip + "$Node", "key"), field(skip + "$Node", "val"), Peek.NONE);
    long adder = field(skip, "adder");
    ToLongFunction<Object> cells =
        striped(
            CONCURRENT + "atomic.Striped64", "base", "cells", CONCURRENT + "atomic.Striped64$Cell");
    Shape behind = linked(next, nodes, null); // of the node without a key, before the first one
    put(
        skip,
        new Shape() {
          @Override
          long entries(Object object) {
            Object sum = Peek.reference(object, adder);
            return sum == null ? 0 : cells.applyAsLong(sum);
          }

          @Override
          void elements(Object object, Sink sink) {
            Object first = Peek.reference(Peek.reference(object, head), node);
            if (first != null) {
              behind.elements(first, sink);
            }
          }
        },
        "head");
  }

  private void trees() {
    String map = UTIL + "TreeMap";
    String entry = map + "$Entry";
    put(
        map,
        tree(
            field(map, "root"),
            new Branches(
                field(entry, "left"),
                field(entry, "right"),
                field(entry, "key"),
                field(entry, "value")),
            size(map, "size")),
        "root");
  }

  private void executors() {
    String pool = CONCURRENT + "ThreadPoolExecutor";
    put(
        pool,
        parts(field(pool, "workQueue"), field(pool, "threadFactory"), field(pool, "handler")),
        "workQueue");
    String worker = pool + "$Worker";
    put(worker, parts(field(worker, "this$0"), field(worker, "firstTask")), "this$0");
    put(UTIL + "Timer", parts(field(UTIL + "Timer", "queue")), "queue");
    String local = "java.lang.ThreadLocal$SuppliedThreadLocal";
    put(local, parts(field(local, "supplier")), "supplier");
  }

  private void arrays(String owner, String array, String size) {
    long at = field(owner, array);
    put(
        owner,
        Shape.array(
            at, size == null ? object -> length(Peek.reference(object, at)) : size(owner, size)),
        array);
  }

  private static int length(Object array) {
    return array instanceof Object[] all ? all.length : 0;
  }

  private static Nodes items(String node) {
    return new Nodes(field(node, "next"), Peek.NONE, field(node, "item"), Peek.NONE);
  }

  private static Nodes nodes(String node, String tree) {
    String value = field(node, "val") == Peek.NONE ? "value" : "val";
    return new Nodes(
        field(node, "next"),
        field(node, "key"),
        field(node, value),
        tree == null ? Peek.NONE : field(tree, "first"));
  }

  private static ToLongFunction<Object> size(String owner, String name) {
    long at = field(owner, name);
    return object -> Peek.integer(object, at);
  }

  /** A sum whose parts are counted apart under contention. */
  private static ToLongFunction<Object> striped(
      String owner, String base, String cells, String cell) {
    long first = field(owner, base);
    long others = field(owner, cells);
    long value = field(cell, "value");
    return object -> {
      long sum = Peek.longInteger(object, first);
      if (Peek.reference(object, others) instanceof Object[] all) {
        for (Object each : all) {
          sum += Peek.longInteger(each, value);
        }
      }
      return Math.max(0, sum);
    };
  }

  private void put(String name, Shape shape, String field) {
    Class<?> type = type(name);
    if (type == null || !Peek.isReference(field(name, field))) {
      absent++;
    } else {
      shapes.put(type, shape);
    }
  }

  private static long field(String owner, String name) {
    Class<?> type = type(owner);
    return type == null ? Peek.NONE : Peek.offset(type, name);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException absent) {
      return null; // counted where it is put
    }
  }
}
