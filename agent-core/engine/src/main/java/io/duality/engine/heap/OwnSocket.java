package io.duality.engine.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket on which this JVM takes diagnostic commands. It opens it when it is asked to by a file
 * and SIGQUIT; the same signal without the file prints all threads, and ends a JVM that was told to
 * handle no signals. So it is raised only when neither can happen.
 */
final class OwnSocket {
  private static final Path TEMPORARY = Path.of("/tmp"); // the JVM asks no property for it
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int LONGEST_ARGUMENT = 1_000;

  private OwnSocket() {}

  /**
   * The socket, or why there is none.
   *
   * @param path null when there is a reason
   */
  record Reached(Path path, String reason) {}

  /**
   * Finds the socket, and has it opened when that is safe.
   *
   * @param own a directory of this process's user, by which the socket's owner is known
   */
  static Reached reach(Path own) {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return new Reached(null, "only known to be safe on Linux");
    }
    long pid = ProcessHandle.current().pid();
    Path socket = TEMPORARY.resolve(".java_pid" + pid);
    try {
      if (!Files.exists(socket)) {
        String refusal = open(socket, TEMPORARY.resolve(".attach_pid" + pid), pid);
        if (refusal != null) {
          return new Reached(null, refusal);
        }
      }
      return Files.getOwner(socket).equals(Files.getOwner(own))
          ? new Reached(socket, null)
          : new Reached(null, socket + " belongs to somebody else");
    } catch (IOException | UnsupportedOperationException e) {
      return new Reached(null, "its socket cannot be reached: " + e);
    }
  }

  /** Why it was not opened, or null. */
  static String open(Path socket, Path request, long pid) throws IOException {
    if (!isOff("DisableAttachMechanism")) {
      return "the JVM takes no commands (-XX:+DisableAttachMechanism)";
    }
    if (!isOff("ReduceSignalUsage")) {
      return "SIGQUIT would end the JVM (-Xrs)";
    }
    Path kill = kill();
    if (kill == null) {
      return "there is no program kill";
    }
    // One that is there already is of somebody else who asks, and is not ours to remove.
    Files.createFile(
        request,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      if (!Files.isRegularFile(request) || Files.size(request) != 0) {
        return request + " is not what was created";
      }
      Process signal =
          new ProcessBuilder(kill.toString(), "-QUIT", Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!Files.exists(socket) && System.nanoTime() - end < 0) {
        if (!signal.isAlive() && signal.exitValue() != 0) {
          return kill + " failed with " + signal.exitValue();
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return Files.exists(socket) ? null : "the JVM did not open " + socket + " in time";
    } finally {
      Files.deleteIfExists(request);
    }
  }

  private static boolean isOff(String name) {
    try {
      String value =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue();
      return !Boolean.parseBoolean(value);
    } catch (IllegalArgumentException e) {
      return false; // a JVM that does not have it is none that this is known of
    }
  }

  private static Path kill() {
    for (String place : new String[] {"/bin/kill", "/usr/bin/kill"}) {
      if (Files.isExecutable(Path.of(place))) {
        return Path.of(place);
      }
    }
    return null;
  }

  /**
   * Sends a command and waits for its end.
   *
   * @param success what the answer has to contain
   * @return null when it succeeded, else why not
   */
  static String ask(Path socket, String command, String success) {
    if (command.length() > LONGEST_ARGUMENT || !command.matches("[\\w ./=:+,-]+")) {
      return "the command takes no such file name";
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer request =
          ByteBuffer.wrap(("1\0jcmd\0" + command + "\0\0\0").getBytes(StandardCharsets.UTF_8));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      ByteBuffer answer = ByteBuffer.allocate(4 << 10);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // until the JVM closes it, which it does at the command's end
      }
      String text =
          new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8).strip();
      return text.startsWith("0") && text.contains(success) ? null : "the JVM answered " + text;
    } catch (IOException | UnsupportedOperationException e) {
      return "its socket failed: " + e;
    }
  }
}
