package io.duality.engine.config;

import java.io.File;

/** Notices that the properties file has changed, come or gone. Not for several threads at once. */
public final class ConfigWatch {
  private final File file;
  private long modified;
  private long length;

  /** Watches a file from its present state on. */
  public ConfigWatch(File file) {
    this.file = file;
    this.modified = file.lastModified();
    this.length = file.length();
  }

  /** It counts as changed at the next call of {@link #changed}. */
  public void changes() {
    modified = -1;
  }

  /** Whether the file is another one than at the last call. */
  public boolean changed() {
    long nowModified = file.lastModified();
    long nowLength = file.length();
    boolean changed = nowModified != modified || nowLength != length;
    modified = nowModified;
    length = nowLength;
    return changed;
  }
}
