package io.duality.engine.weave;

import java.util.List;

/**
 * Sockets in front of the poll of a descriptor that is not ready: timed operations, and all of
 * virtual threads. An untimed operation of a platform thread blocks inside the system call that
 * also serves those that need not wait, so that there is no place in front of its waiting: looks
 * find such threads by themselves, and need to know only which sockets there are.
 */
final class SocketHook extends JdkHook {
  static final String PACKAGE = "sun.nio.ch.";

  private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;

  private SocketHook(String simpleName, String methods, MethodPlan... plans) {
    super(PACKAGE.concat(simpleName), methods, List.of(plans));
  }

  static List<JdkHook> all() {
    MethodPlan datagrams =
        MethodPlan.created("(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;Z)V");
    return List.of(
        new SocketHook(
            "NioSocketImpl",
            "park",
            MethodPlan.created("(Z)V"),
            polls("park", "(Ljava/io/FileDescriptor;IJ)V", 2)),
        new SocketHook("SelChImpl", "park", polls("park", "(IJ)V", 1)),
        HAS_VIRTUAL
            ? new SocketHook("DatagramChannelImpl", "park", datagrams, polls("park", "(IJ)V", 1))
            : new SocketHook("DatagramChannelImpl", "new", datagrams));
  }

  private static MethodPlan polls(String name, String descriptor, int events) {
    MethodPlan plan =
        MethodPlan.of(name, descriptor, new Entry.Polls(events), Exit.IO, Call.POLL, 1);
    return HAS_VIRTUAL ? plan.and(Call.VIRTUAL_POLL, 1) : plan;
  }

  @Override
  Trial trial() {
    return null;
  }
}
