package io.duality.engine.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import io.duality.engine.bundle.FreeSpace;
import io.duality.engine.vitals.VmDump;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The dump that the JVM itself writes at an OutOfMemoryError, before anybody can catch it and even
 * when it ends by it. The JVM obeys no limit, so it is told to only while the heap, as large as it
 * could be, is predicted to fit; and never when whoever started it has said anything about it.
 *
 * <p>Its file is {@link #FILE} below this process's directory in {@code .live}. It is as the JVM
 * writes it, with everybody's data; who publishes it sanitises it before.
 */
public final class OomDump implements VmDump {
  /** The name of the file below {@code .live/<id>}. */
  public static final String FILE = "oom.hprof";

  private static final String DUMP = "HeapDumpOnOutOfMemoryError";
  private static final String PATH = "HeapDumpPath";
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<HeapLimits> limits;
  private final HeapSize size;
  private volatile File file;
  private volatile String reason = "there is no bundle directory yet";
  private boolean ours;
  private boolean asked;
  private boolean armed;
  private long tendedAt;
  private HotSpotDiagnosticMXBean bean;

  /**
   * @param limits what the configuration says now
   * @param size predicts
   */
  public OomDump(Supplier<HeapLimits> limits, HeapSize size) {
    this.limits = limits;
    this.size = size;
  }

  /** Where the JVM may write it; before this it is told nothing. */
  public void into(Path live) {
    file = live.resolve(FILE).toFile();
    tendedAt = System.nanoTime() - EVERY_NANOS;
  }

  /** The file that the JVM writes or has written, or null. */
  public Path file() {
    File into = file;
    return into == null ? null : into.toPath();
  }

  @Override
  public synchronized void tend(long now) {
    if (file == null || now - tendedAt < EVERY_NANOS || begun()) {
      return;
    }
    tendedAt = now;
    try {
      arm();
    } catch (RuntimeException | LinkageError e) {
      ours = false;
      reason = "the JVM does not let itself be told: " + e;
    }
  }

  private void arm() {
    if (bean == null) {
      bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }
    HotSpotDiagnosticMXBean vm = bean;
    if (!asked) {
      asked = true;
      String users = users(vm);
      ours = users == null;
      reason = users;
    }
    if (!ours) {
      return;
    }
    if (armed != Boolean.parseBoolean(vm.getVMOption(DUMP).getValue())) {
      ours = false;
      reason = "somebody else has changed " + DUMP + " of this JVM";
      return;
    }
    reason = refusal();
    boolean wanted = reason == null;
    if (wanted != armed) {
      if (wanted) {
        vm.setVMOption(PATH, file.getPath());
      }
      vm.setVMOption(DUMP, Boolean.toString(wanted));
      armed = wanted;
    }
  }

  /** What the JVM's user has said about its dumps, or null. */
  private static String users(HotSpotDiagnosticMXBean vm) {
    for (String name : new String[] {DUMP, PATH}) {
      VMOption option = vm.getVMOption(name);
      if (option.getOrigin() != VMOption.Origin.DEFAULT) {
        return "this JVM has its own " + name + " = " + option.getValue();
      }
    }
    return null;
  }

  private String refusal() {
    HeapLimits now = limits.get();
    if (now.onOom().equals(HeapLimits.NEVER)) {
      return "duality.heap.on-oom = never";
    }
    if (now.onOom().equals(HeapLimits.ALWAYS)) {
      return null;
    }
    long bytes = HeapSize.committed();
    String tooLong = size.tooLong(bytes, now.maxPause());
    return tooLong != null
        ? tooLong
        : FreeSpace.shortage(now.keepFree(), file.toPath().getParent(), 2 * HeapSize.file(bytes));
  }

  @Override
  public boolean begun() {
    File into = file;
    return armed && into != null && into.exists();
  }

  @Override
  public String reason() {
    return reason;
  }

  /** Tells the JVM to write none, as before it was told anything. */
  public synchronized void disarm(String why) {
    rest(why);
    file = null;
  }

  /**
   * Tells the JVM to write none while nobody watches: its heap may grow beyond what was allowed.
   * The next {@link #tend} may tell it otherwise.
   */
  public synchronized void rest(String why) {
    if (armed && ours && !begun()) {
      HotSpotDiagnosticMXBean vm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      vm.setVMOption(DUMP, "false");
      vm.setVMOption(PATH, "");
      armed = false;
    }
    if (ours || file == null) {
      reason = why;
    }
  }

  /**
   * Removes what the JVM has written.
   *
   * @throws IOException when it is still there
   */
  public synchronized void delete() throws IOException {
    Path written = file();
    if (written != null) {
      HeapFile.delete(written);
      ours = false;
      reason = "the JVM writes one such dump in its life, and has";
    }
  }
}
