package io.duality.hosts;

import java.io.IOException;
import java.io.InputStream;

/** A system class loader that defines the classes of its own package itself. */
public final class OwnSystemLoader extends ClassLoader {
  private static final String OURS = OwnSystemLoader.class.getPackageName() + '.';

  /** Called by the JDK with the usual system class loader. */
  public OwnSystemLoader(ClassLoader parent) {
    super("own-system", parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.equals(OwnSystemLoader.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
