package io.duality.engine.weave;

import io.duality.engine.library.Libraries;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The launcher in small: boot classes into the boot loader one by one, then the weaver. */
public final class TestAgent {
  static Weaver weaver;
  static Instrumentation instrumentation;

  private TestAgent() {}

  public static void premain(String args, Instrumentation instrumentation) throws Exception {
    exportInternals(instrumentation, TestAgent.class.getModule());
    Class<?> boot = defineBootClasses();
    exportInternals(instrumentation, boot.getModule());
    TestAgent.instrumentation = instrumentation;
    Install.run(args == null ? "" : args, instrumentation);
  }

  /** Apart, so that no boot type is linked before it is defined. */
  private static final class Install {
    static void run(String args, Instrumentation instrumentation) {
      if (args.contains("later")) {
        return; // the application installs it itself
      }
      WeaveOptions options = WeaveOptions.all();
      if (args.contains("rule")) {
        options = options.with(List.of(TestRule.INSTANCE));
      }
      if (args.contains("libraries")) {
        options = options.with(new Libraries().rules());
      }
      if (args.contains("without-condition")) {
        options =
            new WeaveOptions(
                true,
                true,
                true,
                false,
                Set.of("AbstractQueuedSynchronizer$ConditionObject"),
                List.of());
      }
      long start = System.nanoTime();
      weaver = Weaver.install(instrumentation, options);
      if (args.contains("time")) {
        System.out.println("install " + (System.nanoTime() - start) / 1000 + " us");
      }
    }
  }

  private static void exportInternals(Instrumentation instrumentation, Module to) {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of("jdk.internal.misc", Set.of(to)),
        Map.of(),
        Set.of(),
        Map.of());
  }

  private static Class<?> defineBootClasses() throws Exception {
    Class<?> unsafeClass = Class.forName("jdk.internal.misc.Unsafe");
    Object unsafe = unsafeClass.getMethod("getUnsafe").invoke(null);
    Method define =
        unsafeClass.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
    Deque<byte[]> waiting = new ArrayDeque<>(bootClasses());
    Class<?> last = null;
    for (int attempts = waiting.size() * waiting.size(); !waiting.isEmpty(); attempts--) {
      byte[] bytes = waiting.remove();
      try {
        last = (Class<?>) define.invoke(unsafe, null, bytes, 0, bytes.length, null, null);
      } catch (java.lang.reflect.InvocationTargetException e) {
        if (attempts == 0) {
          throw e;
        }
        waiting.add(bytes); // its supertype comes later
      }
    }
    return last;
  }

  private static List<byte[]> bootClasses() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path.resolve("io/duality/boot"))) {
        try (Stream<Path> files = Files.walk(path.resolve("io/duality/boot"))) {
          List<byte[]> found = new ArrayList<>();
          for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
            found.add(Files.readAllBytes(file));
          }
          return found;
        }
      }
      if (path.getFileName().toString().startsWith("duality-boot")) {
        return fromJar(path);
      }
    }
    throw new IOException("no io/duality/boot in java.class.path");
  }

  private static List<byte[]> fromJar(Path path) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            found.add(in.readAllBytes());
          }
        }
      }
    }
    return found;
  }
}
