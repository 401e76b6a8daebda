package io.duality.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code waits.json} says, by the names that people use. */
public final class WaitGraph {
  private final Tree root;
  private final Map<String, Tree> nodes = new LinkedHashMap<>();

  WaitGraph(Tree root) {
    this.root = root;
    root.trees("nodes").forEach(node -> nodes.put(node.text("id"), node));
  }

  /** The whole document. */
  public Tree tree() {
    return root;
  }

  /** Names of all threads and resources. */
  public Set<String> names() {
    return nodes.values().stream().map(node -> node.text("name")).collect(Collectors.toSet());
  }

  /** The thread or resource of that name. */
  public Tree node(String name) {
    return nodes.values().stream()
        .filter(node -> node.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node '" + name + "' among " + names()));
  }

  /** The edges that leave the thread or resource of that name. */
  public List<Tree> edgesFrom(String name) {
    String id = node(name).text("id");
    return root.trees("edges").stream().filter(edge -> edge.text("from").equals(id)).toList();
  }

  /**
   * Whether one node waits for, is held by, or is worked by another, as {@code relation} says; of
   * several with one name, any.
   */
  public boolean hasEdge(String from, String relation, String to) {
    Set<String> sources = ids(from);
    Set<String> targets = ids(to);
    return root.trees("edges").stream()
        .anyMatch(
            edge ->
                edge.text("rel").equals(relation)
                    && sources.contains(edge.text("from"))
                    && targets.contains(edge.text("to")));
  }

  private Set<String> ids(String name) {
    Set<String> ids = new HashSet<>();
    for (Tree node : nodes.values()) {
      if (node.text("name").equals(name)) {
        ids.add(node.text("id"));
      }
    }
    if (ids.isEmpty()) {
      throw new AssertionError("no node '" + name + "' among " + names());
    }
    return ids;
  }

  /** The names along each chain, victim first. */
  public List<List<String>> chains() {
    return root.trees("chains").stream().map(chain -> named(chain.texts("nodes"))).toList();
  }

  /** The chain that begins at the thread of that name. */
  public List<String> chainFrom(String name) {
    return chains().stream()
        .filter(chain -> chain.get(0).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no chain from '" + name + "' in " + chains()));
  }

  /** The names along each cycle. */
  public List<List<String>> cycles() {
    return root.trees("cycles").stream().map(cycle -> named(cycle.texts("nodes"))).toList();
  }

  /** Names of the roots. */
  public List<String> roots() {
    return named(root.trees("roots").stream().map(each -> each.text("node")).toList());
  }

  private List<String> named(List<String> ids) {
    List<String> names = new ArrayList<>();
    for (String id : ids) {
      Tree node = nodes.get(id);
      if (node == null) {
        throw new AssertionError("waits.json names node " + id + ", which it does not have");
      }
      names.add(node.text("name"));
    }
    return names;
  }
}
