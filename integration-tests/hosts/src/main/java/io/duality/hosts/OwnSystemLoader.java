package io.duality.hosts;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/** A system class loader that finds the application, and what agents add to it, itself. */
public final class OwnSystemLoader extends URLClassLoader {
  /** Called by the JDK with the usual system class loader. */
  public OwnSystemLoader(ClassLoader usual) throws MalformedURLException {
    super("own-system", classPath(), usual.getParent());
  }

  private static URL[] classPath() throws MalformedURLException {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = new File(entries[i]).toURI().toURL();
    }
    return urls;
  }

  /** Called by the JVM for each agent, by its name. */
  void appendToClassPathForInstrumentation(String path) throws MalformedURLException {
    addURL(new File(path).toURI().toURL());
  }
}
