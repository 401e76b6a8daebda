package io.duality.diagnosis;

import io.duality.diagnosis.IdlePolicy.Judgement;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who waits for whom at one instant: threads and resources as nodes, waits and holdings as edges.
 * Built once from a look, in time linear in its size, and never changed.
 */
public final class WaitForGraph {
  private final Look look;
  private final Map<Long, ThreadSeen> threads;
  private final Map<String, Resource> resources;
  private final PoolsSeen pools;
  private final List<Edge> edges;
  private final Map<Long, List<Edge>> waitsOf;
  private final Map<Long, List<Edge>> holdingsOf;
  private final Map<String, List<Edge>> waitsFor;
  private final Map<String, List<Edge>> holdingsFor;
  private final Map<Edge, Judgement> judgements;
  private final List<Cycle> cycles;
  private final Roots roots;
  private final Needs needs;
  private Places places; // made when first asked for; making it twice does no harm

  private WaitForGraph(
      Look look, Collection<ThreadSeen> stacks, IdlePolicy policy, Set<String> starved) {
    this.look = look;
    this.threads = GraphParts.threads(look, stacks);
    this.resources = GraphParts.resources(look);
    this.pools = new PoolsSeen(look, threads);
    this.edges = GraphParts.edges(look, Implied.holdings(look, threads, pools));
    waitsOf = new LinkedHashMap<>();
    holdingsOf = new LinkedHashMap<>();
    waitsFor = new LinkedHashMap<>();
    holdingsFor = new LinkedHashMap<>();
    for (Edge edge : edges) {
      boolean wait = edge.waiting() != null;
      add(wait ? waitsOf : holdingsOf, edge.threadId(), edge);
      add(wait ? waitsFor : holdingsFor, edge.resourceKey(), edge);
    }
    needs = new Needs(this);
    Activity activity = new Activity(this, needs, policy, starved);
    cycles = new CycleFinder(this, needs, activity).find();
    activity.activate(cycles);
    judgements = activity.judgements();
    roots = new Roots(this, needs, cycles);
  }

  private static <K> void add(Map<K, List<Edge>> map, K key, Edge edge) {
    map.computeIfAbsent(key, k -> new ArrayList<>(2)).add(edge);
  }

  /** The graph of a look, judged by the default idle policy. */
  public static WaitForGraph of(Look look) {
    return of(look, List.of(), IdlePolicy.DEFAULT);
  }

  /**
   * The graph of a look.
   *
   * @param look who waits and who holds
   * @param stacks further threads, or the same with their frames, from a dump of about the same
   *     time
   * @param policy tells idle waits from stalls
   */
  public static WaitForGraph of(Look look, Collection<ThreadSeen> stacks, IdlePolicy policy) {
    return of(look, stacks, policy, Set.of());
  }

  /** The same, where work waits for these pools: what their workers wait for is a stall. */
  static WaitForGraph of(
      Look look, Collection<ThreadSeen> stacks, IdlePolicy policy, Set<String> starved) {
    return new WaitForGraph(
        Objects.requireNonNull(look, "look"),
        stacks,
        Objects.requireNonNull(policy, "policy"),
        starved);
  }

  /** The look it was made of. */
  public Look look() {
    return look;
  }

  /** The monotonic time of that look: ages are measured to it. */
  public long nanos() {
    return look.nanos();
  }

  /** Every edge, in the order of {@code waits.json}: waits by thread, then holdings. */
  public List<Edge> edges() {
    return Collections.unmodifiableList(edges);
  }

  /** Every thread that was seen, by id. */
  public Map<Long, ThreadSeen> threads() {
    return Collections.unmodifiableMap(threads);
  }

  /** The thread, or null when no look or dump showed it. */
  public ThreadSeen thread(long id) {
    return threads.get(id);
  }

  /** The name of a thread, whether it was seen or not. */
  public String label(long threadId) {
    ThreadSeen thread = threads.get(threadId);
    return thread == null ? "thread " + threadId : thread.label();
  }

  /** Every resource, by key. */
  public Map<String, Resource> resources() {
    return Collections.unmodifiableMap(resources);
  }

  /** The resource of a key; one that the look does not describe is named by its key. */
  public Resource resource(String key) {
    return resources.get(key);
  }

  /** The open waits of a thread, the outermost first. */
  public List<Edge> waitsOf(long threadId) {
    return waitsOf.getOrDefault(threadId, List.of());
  }

  /** What a thread holds or works. */
  public List<Edge> holdingsOf(long threadId) {
    return holdingsOf.getOrDefault(threadId, List.of());
  }

  /** All waits for a resource, idle ones included. */
  public List<Edge> waitsFor(String resourceKey) {
    return waitsFor.getOrDefault(resourceKey, List.of());
  }

  /** Active waits for a resource, the oldest first. */
  public List<Edge> activeWaitsFor(String resourceKey) {
    return waitsFor(resourceKey).stream()
        .filter(this::active)
        .sorted(GraphParts.OLDEST_FIRST)
        .toList();
  }

  /** Who holds or works a resource. */
  public List<Edge> holdingsFor(String resourceKey) {
    return holdingsFor.getOrDefault(resourceKey, List.of());
  }

  /** Every active wait, the oldest first. */
  public List<Edge> activeWaits() {
    return edges.stream()
        .filter(edge -> edge.waiting() != null && active(edge))
        .sorted(GraphParts.OLDEST_FIRST)
        .toList();
  }

  /** Whether a wait may be a stall. */
  public boolean active(Edge wait) {
    Judgement judgement = judgements.get(wait);
    return judgement != null && judgement.active();
  }

  /** Whether a wait of the look may be a stall; false for a wait of another look. */
  public boolean active(OpenWait wait) {
    List<Edge> its = waitsOf(wait.threadId());
    for (int i = 0; i < its.size(); i++) { // asked of every wait each round: makes no garbage
      if (its.get(i).waiting().equals(wait) && active(its.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** What a wait is, and why. */
  public Judgement judgement(Edge wait) {
    return judgements.get(wait);
  }

  /** Threads whose stack would make a judgement better. */
  public Set<Long> needsStack() {
    Set<Long> ids = new LinkedHashSet<>();
    judgements.forEach(
        (edge, judgement) -> {
          if (judgement.needsStack()) {
            ids.add(edge.threadId());
          }
        });
    return ids;
  }

  /**
   * Threads that wait for each other. Every dependency inside a deadlock is part of at least one of
   * them; where everybody who could help waits too, the whole group is one cycle.
   */
  public List<Cycle> cycles() {
    return cycles;
  }

  /** The cycles that no timeout opens. */
  public List<Cycle> deadlocks() {
    return cycles.stream().filter(cycle -> !cycle.timed()).toList();
  }

  /** The ways from those who wait to the roots, the worst root's first, the longest first. */
  public List<Chain> chains() {
    return roots.chains();
  }

  /** The chains that end at one of this graph's roots. */
  public List<Chain> chainsTo(Root root) {
    return List.copyOf(roots.chainsTo(root));
  }

  /** Where active waits end, the worst first; each waiting thread is behind exactly one. */
  public List<Root> roots() {
    return roots.roots();
  }

  /** The root behind which an active thread waits, or which it is itself. */
  public Optional<Root> rootOf(long threadId) {
    return Optional.ofNullable(roots.rootOf(threadId));
  }

  /**
   * The wait that explains best why a thread stands still: the outermost whose holder is known,
   * else the outermost active one, else the outermost; null when it does not wait.
   */
  public Edge mainWait(long threadId) {
    return roots.mainWait(threadId);
  }

  /** Ids of all threads whose active waits this thread delays, directly or through others. */
  public Set<Long> behind(long threadId) {
    Set<Long> seen = new LinkedHashSet<>();
    Set<Need> open = Collections.newSetFromMap(new HashMap<>());
    Deque<Long> todo = new ArrayDeque<>(List.of(threadId));
    while (!todo.isEmpty()) {
      long id = todo.poll();
      for (Need need : needs.delayedBy(id)) {
        if (!open.add(need)) {
          continue;
        }
        for (Edge wait : need.waits) {
          if (active(wait) && seen.add(wait.threadId())) {
            todo.add(wait.threadId());
          }
        }
      }
    }
    seen.remove(threadId);
    return seen;
  }

  /** Those of a resource's holders or workers who can end this wait. */
  public List<Holding> blockersOf(Edge wait) {
    return needs.of(wait).blockers.stream().map(Edge::holding).toList();
  }

  /** The holding that chains follow from a wait, or null when no holder is known. */
  public Edge followed(Edge wait) {
    return roots.followed(needs.of(wait));
  }

  /** The pools and queues of the look. */
  PoolsSeen pools() {
    return pools;
  }

  Needs needs() {
    return needs;
  }

  /** Tells the application's frames, by what is actively waited for. */
  Places places() {
    if (places == null) {
      Set<Resource> wanted = new LinkedHashSet<>();
      judgements.forEach(
          (edge, judgement) -> {
            if (judgement.active()) {
              wanted.add(resources.get(edge.resourceKey()));
            }
          });
      places = new Places(threads.values(), wanted);
    }
    return places;
  }
}
