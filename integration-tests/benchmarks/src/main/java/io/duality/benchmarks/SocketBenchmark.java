package io.duality.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A byte there and back over the loopback address. Without a limit no hook is on the way; with one,
 * both of a round trip's reads wait in front of a poll, which is where the hooks are. A socket that
 * is made, bound and closed is remembered once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SocketBenchmark {
  private ServerSocket server;
  private Socket untimed;
  private Socket timed;

  @Setup
  public void connect() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    untimed = connected(0);
    timed = connected(60_000);
  }

  private Socket connected(int timeoutMillis) throws IOException {
    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
    client.setTcpNoDelay(true);
    client.setSoTimeout(timeoutMillis);
    Socket accepted = server.accept();
    accepted.setTcpNoDelay(true);
    accepted.setSoTimeout(timeoutMillis);
    Thread echo = new Thread(() -> echo(accepted), "echo");
    echo.setDaemon(true);
    echo.start();
    return client;
  }

  private static void echo(Socket socket) {
    try (socket) {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        socket.getOutputStream().write(b);
      }
    } catch (IOException closed) {
      return; // the benchmark is over
    }
  }

  @TearDown
  public void close() throws IOException {
    untimed.close();
    timed.close();
    server.close();
  }

  @Benchmark
  public int roundTrip() throws IOException {
    untimed.getOutputStream().write(1);
    return untimed.getInputStream().read();
  }

  @Benchmark
  public int timedRoundTrip() throws IOException {
    timed.getOutputStream().write(1);
    return timed.getInputStream().read();
  }

  @Benchmark
  public Socket newSocket() throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(null);
      return socket;
    }
  }
}
