package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.model.ResourceKind;
import java.util.Locale;

/**
 * What a thread waits for inside the operating system, as far as its stack tells: a native method
 * on top, and below it the class of the JDK that called it.
 *
 * @param kind of resource
 * @param op what the thread tries
 * @param what a name for it when nothing better is known
 */
record NativeFrames(ResourceKind kind, String op, String what) {
  /** How many frames lie between the native method and the class that is asked for. */
  static final int DEPTH = 16;

  private static final String CHANNELS = "sun.nio.ch.";

  /** What this stack waits for, or null when it is none of the known. */
  static NativeFrames of(StackTraceElement[] stack) {
    if (stack.length == 0 || !stack[0].isNativeMethod()) {
      return null;
    }
    for (StackTraceElement frame : stack) {
      NativeFrames found = of(frame.getClassName(), frame.getMethodName());
      if (found != null) {
        return found;
      }
      if (!isJdk(frame.getClassName())) {
        return null;
      }
    }
    return null;
  }

  private static NativeFrames of(String type, String method) {
    if (type.startsWith(CHANNELS)) {
      return channel(type.substring(CHANNELS.length()), method);
    }
    return switch (type) {
      case "java.net.Inet4AddressImpl",
          "java.net.Inet6AddressImpl",
          "java.net.InetAddress$PlatformNameService" ->
          new NativeFrames(ResourceKind.SOCKET, "look-up", "dns");
      case "java.io.FileInputStream", "java.io.RandomAccessFile" ->
          method.startsWith("read")
              ? file("read")
              : method.startsWith("write")
                  ? file("write")
                  : method.startsWith("open") ? file("open") : null;
      case "java.io.FileOutputStream" ->
          method.startsWith("write")
              ? file("write")
              : method.startsWith("open") ? file("open") : null;
      default -> null;
    };
  }

  private static NativeFrames channel(String type, String method) {
    return switch (type) {
      case "NioSocketImpl", "SocketChannelImpl", "ServerSocketChannelImpl" ->
          new NativeFrames(ResourceKind.SOCKET, socketOp(method), "tcp socket");
      case "DatagramChannelImpl" ->
          new NativeFrames(ResourceKind.SOCKET, socketOp(method), "udp socket");
      case "FileChannelImpl" ->
          method.contains("lock") || method.contains("Lock")
              ? new NativeFrames(ResourceKind.FILE, "lock", "file lock")
              : file(method.toLowerCase(Locale.ROOT).contains("write") ? "write" : "read");
      case "SelectorImpl" -> new NativeFrames(ResourceKind.SOCKET, "select", "selector");
      default -> null;
    };
  }

  private static NativeFrames file(String op) {
    return new NativeFrames(ResourceKind.FILE, op, "file");
  }

  private static String socketOp(String method) {
    String lower = method.toLowerCase(Locale.ROOT);
    return lower.contains("accept")
        ? "accept"
        : lower.contains("connect")
            ? "connect"
            : lower.contains("write") || lower.contains("send") ? "write" : "read";
  }

  boolean isSocket() {
    return kind == ResourceKind.SOCKET && !op.equals("look-up") && !op.equals("select");
  }

  /** Whether the first argument of its system call is the descriptor of a file. */
  boolean hasDescriptor() {
    return kind == ResourceKind.FILE && (op.equals("read") || op.equals("write"));
  }

  /** Whether it gives up by itself at a time that nobody can tell; the others never do. */
  boolean limited() {
    return op.equals("look-up") || op.equals("select");
  }

  /** The code that {@link Endpoint} understands. */
  int code() {
    return switch (op) {
      case "write" -> Op.WRITE;
      case "connect" -> Op.CONNECT;
      case "accept" -> Op.ACCEPT;
      case "lock" -> Op.ACQUIRE;
      default -> Op.READ;
    };
  }

  private static boolean isJdk(String type) {
    return type.startsWith("java.") || type.startsWith("sun.") || type.startsWith("jdk.");
  }
}
