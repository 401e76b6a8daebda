package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import io.duality.harness.Tree;
import java.util.List;

/**
 * Threads that the JVM calls runnable and that wait for what is outside it: each says for whom. All
 * waits of one story are in one JVM.
 */
final class OutsideStoriesTest {
  @OnEveryJdk
  void requests_that_nobody_answers_wait_for_their_peer(AgentJvm jvm, Jdk jdk) {
    Incident incident = Incident.soon(jvm, "stall", SilentPeers.class);
    String peer = told(incident, "read-1");
    String deaf = told(incident, "write-1");
    String udp = told(incident, "udp-read");

    for (String thread : List.of("read-1", "read-2", "channel-read")) {
      waits(incident, thread, "read", peer, "sample").traced(thread, "victim").named(thread);
    }
    if (jdk.feature() >= 21) {
      waits(incident, "virtual-read", "read", peer, "slot").traced("virtual-read", "victim");
      waits(incident, "virtual-channel", "read", peer, "slot").traced("virtual-channel", "victim");
    }
    waits(incident, "write-1", "write", deaf, "sample").traced("write-1", "victim");
    waits(incident, "udp-read", "read", udp, "sample").traced("udp-read", "victim");
    waits(incident, "read-timed", "read", peer, "slot");
    assertEquals(
        "inside its timeout of 10 min",
        incident.waits().edgesFrom("read-timed").get(0).text("idle"),
        "a read inside its own limit is a long poll");
    assertEquals("java.net.Socket", incident.waits().node(deaf).text("class"));
    assertTrue(incident.waits().roots().contains(peer), () -> "" + incident.waits().roots());
    incident.title(peer).rootIs("peer", jdk.feature() >= 21 ? 5 : 3);
  }

  @OnEveryJdk
  void lock_whose_holder_reads_from_a_silent_peer_has_the_peer_as_its_root(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", SilentPeerBehindLock.class);
    String peer = told(incident, "driver");
    String lock = SilentPeerBehindLock.class.getName() + ".connectionLock";

    waits(incident, "driver", "read", peer, "sample").holds("driver", lock);
    for (String thread : List.of("http-1", "http-2", "http-3")) {
      incident.waits(thread, lock).traced(thread, "victim").named(thread);
    }
    incident
        .root(peer)
        .rootIs("peer", 3)
        .chain(List.of(3, 1), lock, "driver", peer)
        .title(peer)
        .verdict("S03");
    assertTrue(
        incident.bundle().summary().contains("reads from `" + peer + "` for "),
        () -> incident.bundle().summary());
  }

  @OnEveryJdk
  void connects_handshakes_file_locks_children_and_pipes_are_named(AgentJvm jvm) {
    Incident incident = Incident.soon(jvm, "stall", OutsideWaits.class);
    String peer = told(incident, "peer");
    String full = told(incident, "connect");

    waits(incident, "tls", "read", peer, "sample").traced("tls", "victim");
    waits(incident, "http", "read", peer, "sample").traced("http", "victim");
    waits(incident, "connect", "connect", full, "sample").traced("connect", "victim");
    waits(incident, "connect-timed", "connect", full, "slot").traced("connect-timed", "victim");
    String file = named(incident, "file lock ", "shared.lock");
    waits(incident, "locker", "lock", file, "sample").traced("locker", "victim");
    waits(incident, "waiter", "wait-for", told(incident, "waiter"), "slot")
        .traced("waiter", "victim");
    waits(incident, "piper", "read", "pipe of " + told(incident, "piper"), "sample")
        .traced("piper", "victim");
    String pipe = named(incident, "file ", "orders.pipe");
    waits(incident, "fifo", "read", pipe, "sample").traced("fifo", "victim");
    Tree select = incident.waits().edgesFrom("selector").get(0);
    assertEquals("a selector without events", select.text("idle"));
    Tree future = incident.waits().edgesFrom("http-client").get(0);
    assertEquals("get", future.text("op"), "an asynchronous client's caller waits for a future");
    String holders = incident.waits().tree().trees("unknown").toString();
    assertTrue(holders.contains("it is in another process: process "), holders);
  }

  /** The same programs with peers that answer; a busy machine answers late, but it does. */
  @OnEveryJdk
  void peers_that_answer_make_no_bundle(AgentJvm jvm) {
    jvm.set("duality.trigger.stall.age", "5s");
    RunningJvm app = Incident.start(jvm, OutsideTwins.class, "moving");
    app.awaitLine("DONE");
    app.assertNoBundle(3);
  }

  /** The resource whose name begins and ends so: the beginning of a long path is left out. */
  private static String named(Incident incident, String begin, String end) {
    return incident.waits().names().stream()
        .filter(name -> name.startsWith(begin) && name.endsWith(end))
        .findFirst()
        .orElseThrow(() -> new AssertionError(begin + "*" + end + ": " + incident.waits().names()));
  }

  /** Asserts the wait, what it tries and how it is known. */
  private static Incident waits(
      Incident incident, String thread, String op, String resource, String by) {
    incident.waits(thread, resource);
    Tree edge = incident.waits().edgesFrom(thread).get(0);
    assertEquals(op, edge.text("op"), () -> thread + ": " + edge);
    assertEquals(by, edge.text("by"), () -> thread + ": " + edge);
    return incident;
  }

  /** What the program says the resource of a thread is called. */
  private static String told(Incident incident, String what) {
    String prefix = "RESOURCE " + what + " ";
    return incident.app().stdout().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the program did not say " + prefix));
  }
}
