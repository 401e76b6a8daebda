package io.duality.scenarios;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Classes that are never given back have nearly used up the metaspace before anything was captured,
 * and the application still works. Wants {@code -XX:MaxMetaspaceSize}.
 */
public final class FullMetaspace {
  private static final double FULL = 0.97;

  private FullMetaspace() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch end = Console.end();
    Plugins plugins = new Plugins();
    List<Class<?>> classes = MemoryUser.classes(plugins, FULL);
    System.out.println("READY");
    end.await();
    plugins.one(); // there is still room for one more
    System.out.println("LOADED " + classes.size());
    Runtime.getRuntime().halt(0);
  }
}
