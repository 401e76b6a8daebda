package io.duality.engine.context;

import io.duality.boot.ContextSink;
import io.duality.boot.Peek;
import io.duality.boot.TraceIds;
import io.duality.boot.TraceReader;
import io.duality.engine.weave.ClassRule;
import io.duality.model.ActiveTraces;
import io.duality.model.HookState;
import io.duality.model.TraceRef;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The trace context of any thread, read from the watcher or from the thread itself. Nothing runs
 * when a context is attached or detached: the reader looks into the thread's own map of
 * thread-locals. Without a tracing library it has nothing to look for and costs a null check.
 */
public final class Contexts extends TraceReader {
  private final OpenTelemetryRecipe openTelemetry = new OpenTelemetryRecipe();
  private final Activities activities = new Activities(openTelemetry);
  private final AtomicReference<Storage[]> storages = new AtomicReference<>(new Storage[0]);
  private final AtomicReference<List<WeakReference<Class<?>>>> pending =
      new AtomicReference<>(List.of());
  private final ContextSink sink = new Sink();
  private final List<ClassRule> rules =
      List.of(
          new StorageRule(openTelemetry),
          new ContextRule(openTelemetry),
          new SpanRule(openTelemetry));

  /** Where one copy of a library keeps its contexts, and who said so. */
  private static final class Storage extends WeakReference<ThreadLocal<?>> {
    final Recipe recipe;
    final WeakReference<Class<?>> owner;

    /** The class of a storage that is not known; null for a ThreadLocal. */
    final String blind;

    Storage(Recipe recipe, ThreadLocal<?> local, Class<?> owner, String blind) {
      super(local);
      this.recipe = recipe;
      this.owner = new WeakReference<>(owner);
      this.blind = blind;
    }
  }

  private final class Sink extends ContextSink {
    @Override
    public void storage(Object storage, Class<?> owner) {
      register(storage, owner);
    }
  }

  /** Who must hear of storages: {@code TraceHooks.hearContexts}. */
  public ContextSink sink() {
    return sink;
  }

  /** The spans that were started: {@code TraceHooks.hearSpans}. */
  public Activities activities() {
    return activities;
  }

  /** What must be woven so that contexts and spans are seen. */
  public List<ClassRule> rules() {
    return rules;
  }

  /**
   * Takes over the libraries that were loaded before weaving. Their classes must have gone through
   * {@link #rules} by a retransformation.
   */
  public void adopt(Class<?>... loaded) {
    for (Class<?> type : loaded) {
      if (StorageRule.keepsStorage(type.getName())) {
        pending.updateAndGet(
            before -> {
              var after = new ArrayList<>(before);
              after.add(new WeakReference<>(type));
              return List.copyOf(after);
            });
      }
    }
    refresh();
  }

  /** Looks again at libraries that were loaded but not initialised; the watcher calls it. */
  public void refresh() {
    forgetUnloaded();
    List<WeakReference<Class<?>>> waiting = pending.get();
    if (waiting.isEmpty()) {
      return;
    }
    List<WeakReference<Class<?>>> still = new ArrayList<>();
    for (WeakReference<Class<?>> each : waiting) {
      Class<?> type = each.get();
      Object storage = type == null ? null : StorageRule.storageOf(type);
      if (storage != null) {
        register(storage, type);
      } else if (type != null) {
        still.add(each);
      }
    }
    pending.compareAndSet(waiting, List.copyOf(still));
  }

  private void forgetUnloaded() {
    for (Storage storage : storages.getAcquire()) {
      if (storage.owner.refersTo(null)) {
        storages.updateAndGet(Contexts::loaded);
        return;
      }
    }
  }

  private static Storage[] loaded(Storage[] before) {
    var after = new ArrayList<Storage>();
    for (Storage each : before) {
      if (!each.owner.refersTo(null)) {
        after.add(each);
      }
    }
    return after.toArray(Storage[]::new);
  }

  private void register(Object storage, Class<?> owner) {
    Storage added;
    if (storage instanceof ThreadLocal<?> local) {
      added = new Storage(openTelemetry, local, owner, null);
    } else if (StorageRule.leadsToThreadLocal(storage.getClass().getName())) {
      return; // it keeps its contexts in a ThreadLocal that is announced by itself
    } else {
      added = new Storage(openTelemetry, null, owner, storage.getClass().getName());
    }
    storages.updateAndGet(
        before -> {
          var after = new ArrayList<Storage>();
          // The application's own goes first: where the agent bridges it, it is empty.
          boolean shaded = owner.getName().startsWith("io.opentelemetry.javaagent.");
          if (!shaded) {
            after.add(added);
          }
          for (Storage each : before) {
            if (each.owner.refersTo(owner) && each.blind == null == (added.blind == null)) {
              continue; // the same again
            }
            if (!each.owner.refersTo(null)) {
              after.add(each);
            }
          }
          if (shaded) {
            after.add(added);
          }
          return after.toArray(Storage[]::new);
        });
  }

  /** Whether any tracing library keeps contexts in this process. */
  public boolean any() {
    return storages.getAcquire().length > 0;
  }

  @Override
  public boolean read(Thread thread, TraceIds into) {
    for (Storage storage : storages.getAcquire()) {
      Object kept = kept(storage, thread);
      if (kept != null && storage.recipe.read(kept, into)) {
        return true;
      }
    }
    into.clear();
    return false;
  }

  @Override
  public int nameId(long span) {
    return activities.nameId(span);
  }

  /** The thread's trace context with the span's name, or null when it carries none. */
  public TraceRef trace(Thread thread) {
    for (Storage storage : storages.getAcquire()) {
      Object kept = kept(storage, thread);
      Recipe.Found found = kept == null ? null : storage.recipe.find(kept);
      if (found != null) {
        String name =
            found.spanName() != null
                ? found.spanName()
                : activities.nameOf(Hex.parse(found.spanId(), 0));
        return new TraceRef(found.traceId(), found.spanId(), name, found.sampled());
      }
    }
    return null;
  }

  /** Ids that were read before as a reference for reports; null when there are none. */
  public TraceRef reference(TraceIds ids) {
    return ids == null || (ids.traceHigh == 0 && ids.traceLow == 0) || ids.span == 0
        ? null
        : new TraceRef(
            Hex.format(ids.traceHigh) + Hex.format(ids.traceLow),
            Hex.format(ids.span),
            activities.nameOf(ids.span),
            ids.sampled);
  }

  /**
   * Notes the trace that a thread carries, if any; makes no garbage.
   *
   * @param ids is written over
   */
  public void note(Thread thread, long id, TraceIds ids, ActiveTraces into) {
    if (read(thread, ids) && ids.span != 0) {
      into.thread(
          id,
          thread.getName(),
          thread.isDaemon(),
          Peek.state(thread),
          ids.traceHigh,
          ids.traceLow,
          ids.span,
          activities.nameOf(ids.span),
          ids.sampled);
    }
  }

  /** Notes the spans that were started and have not ended; makes no garbage. */
  public void open(ActiveTraces into) {
    activities.open(into);
  }

  private static Object kept(Storage storage, Thread thread) {
    if (storage.owner.refersTo(null)) {
      return null; // unloaded: asking for its storage now and then would keep that for ever
    }
    ThreadLocal<?> local = storage.get(); // leads to no class, so the owner goes nevertheless
    return local == null ? null : ThreadLocals.value(thread, local);
  }

  /** One line per library that was found; empty when there is none. */
  public List<HookState> states() {
    List<HookState> states = new ArrayList<>();
    Storage[] known = storages.getAcquire();
    for (Storage storage : known) {
      Class<?> owner = storage.owner.get();
      if (owner == null || (storage.blind != null && hasThreadLocal(known, owner))) {
        continue; // unloaded; or a wrapper around the storage that is read
      }
      String name = storage.recipe.library() + version(owner) + " context";
      String reason =
          storage.blind != null
              ? "contexts are kept by " + storage.blind + ", which is not known"
              : ThreadLocals.readable() ? null : "this JDK keeps thread-locals elsewhere";
      states.add(new HookState(name, 1, reason == null ? 1 : 0, reason == null, reason));
    }
    if (!states.isEmpty()) {
      states.addAll(openTelemetry.differences());
    }
    return List.copyOf(states);
  }

  private static boolean hasThreadLocal(Storage[] storages, Class<?> owner) {
    for (Storage storage : storages) {
      Class<?> other = storage.owner.get();
      if (storage.blind == null
          && other != null
          && other.getClassLoader() == owner.getClassLoader()) {
        return true;
      }
    }
    return false;
  }

  private static String version(Class<?> owner) {
    Package home = owner.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    String who = owner.getName().startsWith("io.opentelemetry.javaagent.") ? " agent" : "";
    return version == null ? who : who + " " + version;
  }
}
