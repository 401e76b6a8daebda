package io.duality.agent.isolated;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import jdk.internal.misc.Unsafe;

/**
 * Puts {@code io.duality.boot} into the boot loader, class by class: appending to the boot path
 * would print a warning and turn class-data sharing off for the application, so that is only the
 * fallback. Lives in the isolated loader, because only its module is allowed to do this.
 */
public final class BootClasses {
  /** Names in an order in which supertypes come first; see the assembly of the jar. */
  static final String INDEX = "META-INF/duality/boot-classes";

  /** Marks a class that extends {@code jdk.jfr.Event}, which a small image may not have. */
  static final String NEEDS_JFR = "jfr ";

  private BootClasses() {}

  /**
   * Defines the boot classes, the JFR event types among them only where {@code jdk.jfr} is there.
   *
   * @param instrumentation opens {@code jdk.internal.misc} to the boot classes
   * @param jar the agent's
   * @throws Exception when neither defining nor appending worked
   */
  public static void define(Instrumentation instrumentation, JarFile jar) throws Exception {
    String[] index = new String(read(jar, INDEX), StandardCharsets.UTF_8).split("\n");
    try {
      defineEach(jar, index);
    } catch (LinkageError e) {
      System.err.println(
          "duality: boot classes are appended to the boot path, since defining them failed: " + e);
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    }
    Module boot = Class.forName(firstName(index), false, null).getModule();
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of("jdk.internal.misc", Set.of(boot)),
        Map.of(),
        Set.of(),
        Map.of());
  }

  private static void defineEach(JarFile jar, String[] index) throws IOException {
    boolean jfr = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    Unsafe unsafe = Unsafe.getUnsafe();
    for (String line : index) {
      boolean needsJfr = line.startsWith(NEEDS_JFR);
      if (needsJfr && !jfr) {
        continue;
      }
      String name = needsJfr ? line.substring(NEEDS_JFR.length()) : line;
      byte[] bytes = read(jar, name + ".class");
      unsafe.defineClass(name, bytes, 0, bytes.length, null, null);
    }
  }

  private static String firstName(String[] index) {
    return index[0].replace('/', '.');
  }

  private static byte[] read(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new FileNotFoundException(name + " is not in " + jar.getName());
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
