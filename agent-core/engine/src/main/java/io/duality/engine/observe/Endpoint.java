package io.duality.engine.observe;

import io.duality.boot.Describer;
import io.duality.boot.Op;
import io.duality.boot.Peek;
import io.duality.engine.library.ByClass;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the fields of a socket, file, selector or process tell: where it leads. Host names are never
 * asked for: an address is written as it is.
 */
public final class Endpoint extends Describer {
  private static final String CHANNELS = "sun.nio.ch.";
  private static final String REQUESTS = "jdk.internal.net.http.";
  private static final int SOCKET_CONNECTED = 3;
  private static final int CHANNEL_CONNECTED = 2;
  private static final String FILE_LOCK = "file lock ";
  private static final int MOST_OF_PATH = 100;
  private static final String LISTENING = " listening";
  private static final String TCP = "tcp ";
  private static final Object[] NO_ADDRESS = new Object[1];

  private static final ByClass<Shape> SHAPES =
      new ByClass<>() {
        @Override
        protected Shape derive(Class<?> type) {
          return Shape.of(type);
        }
      };

  /** A describer of what hooks see, with everything loaded that it needs. */
  public Endpoint() {
    nameOf(NO_ADDRESS, Op.READ);
    EncryptedPeer.of(NO_ADDRESS);
  }

  private enum Form {
    SOCKET,
    CHANNEL,
    SERVER,
    DATAGRAM,
    FILE,
    SELECTOR,
    PROCESS,
    REQUEST,
    OTHER
  }

  /** Where one class keeps what is read. */
  private record Shape(
      Form form, long state, long remote, long port, long local, long localPort, long server) {

    static Shape of(Class<?> type) {
      String name = type.getName();
      return switch (name) {
        case CHANNELS + "NioSocketImpl" -> {
          Class<?> base = Fields.named("java.net.SocketImpl");
          yield new Shape(
              Form.SOCKET,
              Peek.offset(type, "state"),
              Peek.offset(base, "address"),
              Peek.offset(base, "port"),
              Peek.NONE,
              Peek.offset(base, "localport"),
              Peek.offset(type, "server"));
        }
        case CHANNELS + "SocketChannelImpl" -> channel(Form.CHANNEL, type);
        case CHANNELS + "ServerSocketChannelImpl" -> channel(Form.SERVER, type);
        case CHANNELS + "DatagramChannelImpl" -> channel(Form.DATAGRAM, type);
        case CHANNELS + "FileChannelImpl" -> with(Form.FILE, Peek.offset(type, "path"));
        case REQUESTS + "HttpRequestImpl", REQUESTS + "ImmutableHttpRequest" ->
            with(Form.REQUEST, Peek.offset(type, "uri"));
        case "java.lang.ProcessImpl" -> with(Form.PROCESS, Peek.offset(type, "pid"));
        default -> {
          Class<?> selector = Fields.named(CHANNELS + "SelectorImpl");
          yield selector != null && selector.isAssignableFrom(type)
              ? with(Form.SELECTOR, Peek.offset(selector, "keys"))
              : with(Form.OTHER, Peek.NONE);
        }
      };
    }

    private static Shape channel(Form form, Class<?> type) {
      return new Shape(
          form,
          Peek.offset(type, "state"),
          Peek.offset(type, "remoteAddress"),
          Peek.NONE,
          Peek.offset(type, "localAddress"),
          Peek.NONE,
          Peek.NONE);
    }

    private static Shape with(Form form, long field) {
      return new Shape(form, Peek.NONE, field, Peek.NONE, Peek.NONE, Peek.NONE, Peek.NONE);
    }
  }

  @Override
  public int op(Object resource, int op) {
    return opOf(resource, op);
  }

  @Override
  public String name(Object resource, int op) {
    return nameOf(resource, op);
  }

  /** What the thread tries: the hook sees only a poll for something to read or to write. */
  static int opOf(Object resource, int op) {
    Shape shape = SHAPES.get(resource.getClass());
    int state = Peek.integer(resource, shape.state);
    return switch (shape.form) {
      case SOCKET ->
          Peek.bool(resource, shape.server)
              ? Op.ACCEPT
              : op == Op.WRITE && state < SOCKET_CONNECTED ? Op.CONNECT : op;
      case CHANNEL -> op == Op.WRITE && state < CHANNEL_CONNECTED ? Op.CONNECT : op;
      case SERVER -> Op.ACCEPT;
      default -> op;
    };
  }

  /** {@code tcp 10.0.0.5:5432}, {@code file /var/lib/fifo}; null when it is none of these. */
  static String nameOf(Object resource, int op) {
    Shape shape = SHAPES.get(resource.getClass());
    return switch (shape.form) {
      case SOCKET -> socket(resource, shape);
      case CHANNEL -> channel("tcp ", resource, shape);
      case SERVER -> channel("tcp ", resource, shape) + LISTENING;
      case DATAGRAM -> channel("udp ", resource, shape);
      case FILE -> file(Peek.reference(resource, shape.remote), op);
      case SELECTOR -> selector(Peek.reference(resource, shape.remote));
      case PROCESS -> process(Peek.integer(resource, shape.remote));
      case REQUEST -> request(Peek.reference(resource, shape.remote));
      case OTHER -> null;
    };
  }

  /** An interrupt closes channels, and every socket that a virtual thread waits for. */
  static boolean endsByInterrupt(Object resource, Thread thread) {
    Form form = SHAPES.get(resource.getClass()).form;
    return form == Form.CHANNEL || form == Form.SERVER || Peek.isVirtual(thread);
  }

  private static String socket(Object socket, Shape shape) {
    InetAddress address = (InetAddress) Peek.reference(socket, shape.remote);
    boolean server = Peek.bool(socket, shape.server);
    int port = Peek.integer(socket, server ? shape.localPort : shape.port);
    return address == null
        ? "tcp socket"
        : "tcp " + host(address) + ":" + port + (server ? LISTENING : "");
  }

  private static String channel(String protocol, Object channel, Shape shape) {
    Object address = Peek.reference(channel, shape.remote);
    if (address == null) {
      address = Peek.reference(channel, shape.local);
    }
    return address(protocol, address);
  }

  @Override
  public String peer(Object resource) {
    return SHAPES.get(resource.getClass()).form == Form.REQUEST
        ? nameOf(resource, Op.READ)
        : EncryptedPeer.of(resource);
  }

  /**
   * {@code tcp 10.0.0.5:5432} of a socket address, or what is a name already; empty for an object
   * that tells of no place.
   */
  public static String reached(Object address) {
    if (address instanceof String named) {
      return named;
    }
    String name = address(TCP, address);
    return name.equals(TCP + "socket") ? "" : name;
  }

  private static String address(String protocol, Object address) {
    if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
      return protocol + host(internet.getAddress()) + ":" + internet.getPort();
    }
    if (address instanceof UnixDomainSocketAddress unix) {
      return "unix " + unix.getPath(); // a path of the JDK's own file system
    }
    return protocol + "socket";
  }

  /** Both classes are final and only write down their bytes. */
  private static String host(InetAddress address) {
    if (address instanceof Inet4Address four) {
      return four.isAnyLocalAddress() ? "*" : four.getHostAddress();
    }
    if (address instanceof Inet6Address six) {
      return six.isAnyLocalAddress()
          ? "*"
          : six.isLoopbackAddress() ? "[::1]" : "[" + six.getHostAddress() + "]";
    }
    return "unknown";
  }

  /** The path of a file's channel, or null. */
  static String path(Object channel) {
    Shape shape = SHAPES.get(channel.getClass());
    return shape.form == Form.FILE && Peek.reference(channel, shape.remote) instanceof String path
        ? path
        : null;
  }

  private static String file(Object path, int op) {
    String name = path instanceof String text ? brief(text) : "without a known path";
    return (op == Op.ACQUIRE ? FILE_LOCK : "file ") + name;
  }

  /** The end of a path says most. */
  static String brief(String path) {
    return path.length() <= MOST_OF_PATH
        ? path
        : "…" + path.substring(path.length() - MOST_OF_PATH + 1);
  }

  /** A concurrent set of the JDK's counts without a lock. */
  private static String selector(Object keys) {
    return keys instanceof ConcurrentHashMap.KeySetView<?, ?> set
        ? "selector of " + set.size() + (set.size() == 1 ? " channel" : " channels")
        : "selector";
  }

  /** Whom an HTTP request is for, as it was named; or null. */
  private static String request(Object uri) {
    if (!(uri instanceof URI to) || to.getHost() == null) {
      return null;
    }
    int port = to.getPort() >= 0 ? to.getPort() : "https".equals(to.getScheme()) ? 443 : 80;
    return TCP + to.getHost() + ":" + port;
  }

  private static String process(int pid) {
    String command = ProcessCommand.of(pid);
    return "process " + pid + (command == null ? "" : " " + command);
  }
}
