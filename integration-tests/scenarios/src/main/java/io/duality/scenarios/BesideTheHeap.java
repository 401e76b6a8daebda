package io.duality.scenarios;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that use memory beside the heap, of a kind that a line of stdin names: {@code buffers}
 * (direct ones, and mapped ones beside them), {@code loaders} (a class in a new loader each),
 * {@code classes} (ever more in one loader); {@code end} ends. {@code stuck} all of it is kept;
 * {@code moving} buffers are used again, and loaders and the pages of a file let go of. Nothing of
 * it is ever used up: where little is left no more is taken.
 */
public final class BesideTheHeap {
  private static final int KEPT = 8;
  private static final int BUFFER = 256 << 10;
  private static final double BUFFERS = 64 << 20; // -XX:MaxDirectMemorySize
  private static final int PLUGINS = 10;
  private static final double ENOUGH = 0.85;

  private final Tracing tracing = new Tracing();
  private final boolean stuck;
  private final Deque<ByteBuffer> images = new ArrayDeque<>();
  private final Deque<Object> kept = new ArrayDeque<>();
  private final FileChannel file;
  private Plugins plugins = new Plugins();
  private byte[] garbage = {};
  private volatile String kind = "nothing";
  private long served;

  private BesideTheHeap(boolean stuck) throws IOException {
    this.stuck = stuck;
    Path path = Files.createTempFile("pages", ".dat");
    file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    path.toFile().deleteOnExit();
  }

  private void image() {
    boolean again = !stuck && images.size() >= KEPT;
    images.add(again ? images.poll().clear() : ByteBuffer.allocateDirect(BUFFER));
  }

  private void page() {
    try {
      kept.add(file.map(FileChannel.MapMode.READ_WRITE, 0, BUFFER));
    } catch (IOException e) {
      throw new UncheckedIOException("the file cannot be mapped", e);
    }
  }

  private void plugin(boolean inLoaderOfItsOwn) {
    for (int i = 0; i < PLUGINS; i++) {
      if (inLoaderOfItsOwn) {
        plugins = new Plugins();
      }
      if (inLoaderOfItsOwn || stuck || kept.isEmpty()) {
        kept.add(plugins.one());
      }
    }
  }

  private void work() {
    switch (kind) {
      case "buffers" -> {
        if (images.size() * (double) BUFFER < ENOUGH * BUFFERS) {
          image();
          page();
        }
      }
      case "loaders", "classes" -> {
        if ((double) MemoryUser.metaspace().getCommitted() / MemoryUser.metaspace().getMax()
            < ENOUGH) {
          plugin(kind.equals("loaders"));
        }
      }
      default -> {}
    }
    garbage = new byte[BUFFER]; // what every request leaves behind
    while (!stuck && kept.size() > KEPT) {
      kept.poll();
    }
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private void serve() {
    while (!kind.equals("end")) {
      Span span = tracing.start(served % 5 == 0 ? "GET /report" : "GET /image", true);
      try (Scope scope = span.makeCurrent()) {
        work();
      } finally {
        span.end();
      }
      served++;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(kind.equals("buffers") ? 40 : 4));
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    BesideTheHeap house = new BesideTheHeap(args[0].equals("stuck"));
    Thread server = new Thread(house::serve, "http-1");
    server.start();
    System.out.println("READY");
    BufferedReader stdin =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
      house.kind = line;
      System.out.println("NOW " + line);
      if (line.equals("end")) {
        break;
      }
    }
    house.kind = "end";
    server.join();
    System.out.println(
        "served "
            + house.served
            + ", keeps "
            + (house.kept.size() + house.images.size())
            + ", garbage "
            + house.garbage.length);
  }
}
