package io.duality.engine.weave;

import io.duality.boot.Bridge;
import io.duality.boot.Names;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Whether classes of a loader find the hooks. A loader that does not ask the boot loader for them
 * (OSGi and module systems filter by package) would make a woven class fail where it worked before;
 * it gets a bridge to them, which its classes find without asking it.
 */
final class Visible {
  private static final int SIZE = 256;

  /** Remembered by identity: a loader's own {@code equals} is the application's code. */
  private final AtomicReferenceArray<Answer> answers = new AtomicReferenceArray<>(SIZE);

  private static final class Answer extends WeakReference<ClassLoader> {
    /** Null until it is found out. */
    private volatile Boolean visible;

    Answer(ClassLoader loader) {
      super(loader);
    }
  }

  /**
   * @param loading whether the asking thread is loading a class of that loader; only then may a
   *     bridge be defined, since that can need a lock which this thread then has
   */
  boolean from(ClassLoader loader, boolean loading) {
    int place = System.identityHashCode(loader) & (SIZE - 1);
    Answer known = answers.get(place);
    if (known != null && known.refersTo(loader)) {
      Boolean visible = known.visible;
      return visible == null ? finds(loader) : visible;
    }
    Answer answer = new Answer(loader);
    if (!answers.compareAndSet(place, known, answer)) {
      return finds(loader); // another thread defines the bridge, if one is needed
    }
    boolean visible = finds(loader) || (loading && bridged(loader));
    answer.visible = visible;
    if (!visible && !loading) {
      answers.compareAndSet(place, answer, null); // a later load may define one
    }
    return visible;
  }

  private static boolean finds(ClassLoader loader) {
    try {
      Class<?> found = Class.forName(Names.class.getName(), false, loader);
      return found == Names.class || found.isSynthetic(); // a bridge of ours is
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // a bridge is tried; without one, the caller counts the class
    }
  }

  private static boolean bridged(ClassLoader loader) {
    try {
      Bridge.define(loader, BridgeClass.bytes());
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false; // counted by the caller and shown in its state
    }
  }
}
