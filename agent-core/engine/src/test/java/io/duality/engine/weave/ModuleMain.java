package io.duality.engine.weave;

import io.duality.boot.Names;
import io.duality.boot.Peek;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Makes an object of a class in a named module and one of a multi-release jar, and asks both. */
public final class ModuleMain {
  private ModuleMain() {}

  public static void main(String[] args) throws Exception {
    Class<?> inModule = Class.forName("com.acme.shop.Shop");
    System.out.println("module " + inModule.getModule().getName());
    System.out.println("in module: " + nameIn(inModule, "shopLock"));
    Path jar = Path.of(System.getProperty("releases"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      Class<?> released = Class.forName("com.acme.shop.Store", true, loader);
      System.out.println("in release: " + nameIn(released, "newLock"));
    }
  }

  private static String nameIn(Class<?> type, String field) throws Exception {
    Object made = type.getMethod("make").invoke(null);
    return Names.nameOf(Peek.reference(made, Peek.offset(type, field)));
  }
}
