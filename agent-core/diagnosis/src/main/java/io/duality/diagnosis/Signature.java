package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What makes two incidents the same one. Only what is at the root counts, not how many wait behind
 * it or for which requests: that changes from second to second while the incident stays the same.
 */
public final class Signature {
  private Signature() {}

  /** {@code wait-chain:8c1e5a0b2d3f4c61} or {@code deadlock:…} for a root of a graph. */
  public static String of(WaitForGraph graph, Root root) {
    List<String> parts = new ArrayList<>();
    boolean deadlock = root.cycle() != null && !root.cycle().timed();
    parts.add(kind(root));
    if (root.cycle() != null) {
      parts.add(root.cycle().shape().name());
      root.cycle().resources().stream()
          .map(graph::resource)
          .map(Signature::name)
          .distinct()
          .sorted()
          .forEach(parts::add);
      root.cycle().threads().stream()
          .map(id -> thread(graph, id))
          .distinct()
          .sorted()
          .forEach(parts::add);
    } else {
      parts.add(name(graph.resource(root.resourceKey())));
      if (root.threadId() != null) {
        parts.add(thread(graph, root.threadId()));
      }
    }
    return (deadlock ? "deadlock:" : "wait-chain:") + hash(parts);
  }

  /** A holder may run at one look and pause at the next: it is the same incident. */
  private static String kind(Root root) {
    boolean held = root.atThread() && root.kind() != Root.Kind.LOST_OWNER;
    return held ? "held" : root.kind().label();
  }

  /** A signature of another kind: {@code nothing:…}, or that of a detector. */
  static String of(String kind, List<String> parts) {
    return kind + ":" + hash(parts);
  }

  /** That of the detector, whose words it takes when they are one. */
  static String of(CaptureRequest request) {
    String alarm = request.alarm().signature();
    return alarm.matches("[a-z][a-z0-9-]*:[0-9a-f]{4,64}")
        ? alarm
        : of(request.type(), List.of(alarm));
  }

  private static String name(Resource resource) {
    return resource.kind().label() + " " + Words.stable(resource.name());
  }

  /** A lost owner has no name, and an unnamed thread's number says nothing. */
  private static String thread(WaitForGraph graph, long id) {
    ThreadSeen thread = graph.thread(id);
    return thread == null || thread.name().isEmpty() ? "thread" : Words.mask(thread.name());
  }

  private static String hash(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256, this one does not", e);
    }
  }
}
