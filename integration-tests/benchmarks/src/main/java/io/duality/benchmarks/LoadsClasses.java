package io.duality.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Loads the classes that a file lists, and says what that cost the thread and the process; with a
 * second argument, writes to it which of them this class path can load.
 */
public final class LoadsClasses {
  private LoadsClasses() {}

  public static void main(String[] args) throws Exception {
    List<String> names = Files.readAllLines(Path.of(args[0]));
    ClassLoader loader = LoadsClasses.class.getClassLoader();
    if (args.length > 1) {
      Files.write(Path.of(args[1]), names.stream().filter(name -> loads(name, loader)).toList());
      return;
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Thread.sleep(Long.getLong("settle", 0)); // what an agent still starts would be counted as ours
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    int loaded = 0;
    for (String name : names) {
      Class.forName(name, false, loader);
      loaded++;
    }
    wall = System.nanoTime() - wall;
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    System.out.println("loaded=" + loaded);
    System.out.printf(Locale.ROOT, "wallMillis=%.2f%n", wall / 1e6);
    System.out.printf(Locale.ROOT, "threadCpuMillis=%.2f%n", cpu / 1e6);
  }

  private static boolean loads(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader).getName().equals(name);
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // its supertype is in a library that is not here
    }
  }
}
