package io.duality.engine.weave;

import io.duality.boot.Names;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whether a loader finds the hooks. A loader that does not ask the boot loader for them (OSGi and
 * module systems filter by package) would make a woven class fail where it worked before.
 */
final class Visible {
  private static final int SIZE = 256;

  /** Remembered by identity: a loader's own {@code equals} is the application's code. */
  private final AtomicReferenceArray<Answer> answers = new AtomicReferenceArray<>(SIZE);

  private static final class Answer extends WeakReference<ClassLoader> {
    private final boolean visible;

    Answer(ClassLoader loader, boolean visible) {
      super(loader);
      this.visible = visible;
    }
  }

  boolean from(ClassLoader loader) {
    int place = System.identityHashCode(loader) & (SIZE - 1);
    Answer known = answers.get(place);
    if (known != null && known.refersTo(loader)) {
      return known.visible;
    }
    boolean visible = finds(loader);
    answers.set(place, new Answer(loader, visible));
    return visible;
  }

  private static boolean finds(ClassLoader loader) {
    try {
      return Class.forName(Names.class.getName(), false, loader) == Names.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // counted by the caller and shown in its state
    }
  }
}
