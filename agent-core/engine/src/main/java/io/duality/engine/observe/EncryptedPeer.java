package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.boot.Peek;
import java.net.Socket;
import java.net.SocketImpl;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;

/**
 * Whom a socket, a channel or the encryption on top of them leads to, by their fields. Encryption
 * without a socket of its own knows what its maker has said of the peer; that of a server nothing.
 */
final class EncryptedPeer {
  private static final String UNKNOWN = " socket";
  private static final String NOWHERE = " *:0";

  /** As deep as sockets stand on each other, with a proxy between. */
  private static final int DEEP = 6;

  private static final long IMPL = Peek.offset(Socket.class, "impl");
  private static final long LAYERED = Fields.of("sun.security.ssl.BaseSSLSocketImpl", "self");
  private static final Class<?> ENCRYPTED = Fields.named("sun.security.ssl.BaseSSLSocketImpl");
  private static final Class<?> DELEGATES = Fields.named("java.net.DelegatingSocketImpl");
  private static final long DELEGATE = Fields.of("java.net.DelegatingSocketImpl", "delegate");
  private static final long HOST = Peek.offset(SSLEngine.class, "peerHost");
  private static final long PORT = Peek.offset(SSLEngine.class, "peerPort");

  private EncryptedPeer() {}

  /** {@code tcp 10.0.0.5:5432}, or null where nothing says it. */
  static String of(Object resource) {
    if (resource instanceof SSLEngine) {
      Object host = Peek.reference(resource, HOST);
      int port = Peek.integer(resource, PORT);
      return host instanceof String name && port > 0 ? "tcp " + name + ":" + port : null;
    }
    Object at = resource;
    for (int i = 0; i < DEEP && at instanceof Socket; i++) {
      Object below = ENCRYPTED != null && ENCRYPTED.isInstance(at) ? below(at) : at;
      at = below == at ? Peek.reference(at, IMPL) : below;
    }
    for (int i = 0; i < DEEP && DELEGATES != null && DELEGATES.isInstance(at); i++) {
      at = Peek.reference(at, DELEGATE);
    }
    if (!(at instanceof SocketImpl) && !(at instanceof SocketChannel)) {
      return null;
    }
    String name = Endpoint.nameOf(at, Op.READ);
    return name == null || name.endsWith(UNKNOWN) || name.endsWith(NOWHERE) ? null : name;
  }

  private static Object below(Object encrypted) {
    Object below = Peek.reference(encrypted, LAYERED);
    return below == null ? encrypted : below;
  }
}
