package io.duality.engine.vitals;

import io.duality.boot.LiveThreads;
import io.duality.boot.Peek;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What keeps several class loaders of one class, as far as live threads tell: as their context
 * class loader, or by the class of a thread-local's value. Fields are read by offset, up to a
 * bound.
 */
public final class LoaderHolders {
  private static final int MOST_THREADS = 5_000;
  private static final long CONTEXT = Peek.offset(Thread.class, "contextClassLoader");

  private final String loader;
  private final Set<ClassLoader> asContext = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<ClassLoader> byValue = Collections.newSetFromMap(new IdentityHashMap<>());
  private String thread;
  private String value;

  private LoaderHolders(String loader) {
    this.loader = loader;
  }

  /**
   * At most one sentence for each way; empty when threads keep none, or one, which may be in use.
   *
   * @param loader the class of the loaders
   */
  public static List<String> of(String loader) {
    LoaderHolders holders = new LoaderHolders(loader);
    Thread[] threads = LiveThreads.platform();
    for (int i = 0; i < Math.min(threads.length, MOST_THREADS) && threads[i] != null; i++) {
      holders.see(threads[i]);
    }
    List<String> said = new ArrayList<>();
    if (holders.asContext.size() > 1) {
      said.add(
          "threads, as the context class loader: "
              + holders.asContext.size()
              + " of them, such as that of thread "
              + holders.thread);
    }
    if (holders.byValue.size() > 1) {
      said.add(
          "thread-locals: values of "
              + holders.byValue.size()
              + " of them, such as a "
              + holders.value);
    }
    return said;
  }

  private void see(Thread seen) {
    if (Peek.reference(seen, CONTEXT) instanceof ClassLoader context && is(context)) {
      asContext.add(context);
      thread = seen.getName();
    }
    for (Object entry : ThreadCensus.table(seen)) {
      if (entry instanceof Reference<?> reference) {
        Object held = ThreadCensus.value(reference);
        ClassLoader its = held == null ? null : held.getClass().getClassLoader();
        if (its != null && is(its)) {
          byValue.add(its);
          value = held.getClass().getTypeName() + " of thread " + seen.getName();
        }
      }
    }
  }

  private boolean is(ClassLoader other) {
    return other.getClass().getName().equals(loader);
  }
}
