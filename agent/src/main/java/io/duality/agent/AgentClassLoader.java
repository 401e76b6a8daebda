package io.duality.agent;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads what stands below {@code inst/} in the agent's jar: classes as {@code .classdata},
 * resources as they are. What is ours comes from there first; everything else is left to the
 * parent, which is never a loader of the application.
 */
final class AgentClassLoader extends ClassLoader {
  static final String ROOT = "inst/";
  static final String CLASS = ".classdata";

  /** Ours, relocated third parties included; boot classes belong to the boot loader. */
  private static final String OURS = "io.duality.";

  private static final String BOOT = "io.duality.boot.";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final ProtectionDomain domain;

  /**
   * A loader over an open jar, which stays open as long as the loader lives.
   *
   * @param file where the jar is
   * @param jar the same, open
   * @param parent who loads everything else
   * @throws MalformedURLException never for a file
   */
  AgentClassLoader(File file, JarFile jar, ClassLoader parent) throws MalformedURLException {
    super("duality", parent);
    this.jar = jar;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain =
        new ProtectionDomain(
            new CodeSource(file.toURI().toURL(), (Certificate[]) null), all, this, null);
  }

  JarFile jar() {
    return jar;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.startsWith(BOOT)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = findClass(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry(ROOT + name.replace('.', '/') + CLASS);
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] bytes;
    try {
      bytes = read(entry);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " could not be read from " + jar.getName(), e);
    }
    definePackageOf(name);
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private void definePackageOf(String className) {
    String name = className.substring(0, className.lastIndexOf('.'));
    if (getDefinedPackage(name) == null) {
      try {
        definePackage(name, null, null, null, "Duality", null, null, null);
      } catch (IllegalArgumentException raced) {
        // Another thread defined it between the question and the answer.
        assert getDefinedPackage(name) != null;
      }
    }
  }

  @Override
  protected URL findResource(String name) {
    JarEntry entry = jar.getJarEntry(ROOT + name);
    if (entry == null || entry.isDirectory()) {
      return null;
    }
    try {
      // A handler of its own: the usual one keeps a second copy of the jar open for ever, and
      // applications may have replaced it.
      return new URL("duality", "", -1, "/" + name, new Handler(entry));
    } catch (MalformedURLException e) {
      throw new IllegalStateException("no URL for resource " + name, e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(found));
  }

  private byte[] read(JarEntry entry) throws IOException {
    byte[] bytes = new byte[(int) entry.getSize()];
    try (InputStream in = jar.getInputStream(entry)) {
      if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw new EOFException(entry.getName() + " is shorter than its entry says");
      }
    }
    return bytes;
  }

  private final class Handler extends URLStreamHandler {
    private final JarEntry entry;

    Handler(JarEntry entry) {
      this.entry = entry;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new Connection(url, entry);
    }
  }

  private final class Connection extends URLConnection {
    private final JarEntry entry;

    Connection(URL url, JarEntry entry) {
      super(url);
      this.entry = entry;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new ByteArrayInputStream(read(entry));
    }

    @Override
    public long getContentLengthLong() {
      return entry.getSize();
    }
  }
}
