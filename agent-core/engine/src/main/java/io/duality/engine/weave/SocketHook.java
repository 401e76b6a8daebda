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

  /** How the names of the encrypting ones begin. */
  static final String ENCRYPTED = "sun.security.ssl.SSL";

  private static final String RESULT = "Ljavax/net/ssl/SSLEngineResult;";

  /** What the public methods of an engine call, each of them. */
  private static final String BUFFERS_TO_BUFFER =
      "([Ljava/nio/ByteBuffer;IILjava/nio/ByteBuffer;)".concat(RESULT);

  private static final String BUFFER_TO_BUFFERS =
      "(Ljava/nio/ByteBuffer;[Ljava/nio/ByteBuffer;II)".concat(RESULT);

  private static final boolean HAS_VIRTUAL = Runtime.version().feature() >= 21;

  private SocketHook(String simpleName, String methods, MethodPlan... plans) {
    super(PACKAGE.concat(simpleName), methods, List.of(plans));
  }

  /** One of which the first shape is more than is needed. */
  private SocketHook(String className, String methods, Shape... shapes) {
    super(className, methods, shapes);
  }

  static List<JdkHook> all() {
    MethodPlan datagrams =
        MethodPlan.created("(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;Z)V");
    MethodPlan made = MethodPlan.created("(Z)V");
    MethodPlan polls = polls("park", "(Ljava/io/FileDescriptor;IJ)V", 2);
    return List.of(
        new SocketHook(
            PACKAGE.concat("NioSocketImpl"),
            "park/fails",
            new Shape(
                "with known failures",
                List.of(
                    made,
                    polls,
                    MethodPlan.fails("read", "([BII)I"),
                    MethodPlan.fails("write", "([BII)V"),
                    MethodPlan.fails("connect", "(Ljava/net/SocketAddress;I)V"))),
            new Shape("without", List.of(made, polls))),
        new SocketHook(
            "SocketChannelImpl",
            "fails",
            MethodPlan.fails("read", "(Ljava/nio/ByteBuffer;)I"),
            MethodPlan.fails("read", "([Ljava/nio/ByteBuffer;II)J"),
            MethodPlan.fails("write", "(Ljava/nio/ByteBuffer;)I"),
            MethodPlan.fails("write", "([Ljava/nio/ByteBuffer;II)J"),
            MethodPlan.fails("blockingConnect", "(Ljava/net/SocketAddress;J)V"),
            MethodPlan.fails("blockingRead", "([BIIJ)I"),
            MethodPlan.fails("blockingWriteFully", "([BII)V")),
        new SocketHook(
            ENCRYPTED.concat("SocketImpl"),
            "fails",
            new Shape("", List.of(MethodPlan.fails("startHandshake", "(Z)V")))),
        new SocketHook(
            ENCRYPTED.concat("EngineImpl"),
            "fails",
            new Shape(
                "",
                List.of(
                    MethodPlan.fails("wrap", BUFFERS_TO_BUFFER),
                    MethodPlan.fails("unwrap", BUFFER_TO_BUFFERS)))),
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
