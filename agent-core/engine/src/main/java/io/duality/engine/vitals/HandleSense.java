package io.duality.engine.vitals;

import com.sun.management.UnixOperatingSystemMXBean;
import io.duality.model.HandleSeen;
import io.duality.model.Vitals;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Reads what is open: descriptors, threads, thread-locals, class loaders, statements. */
public final class HandleSense implements Sense {
  private final ThreadSites sites = new ThreadSites();
  private final OldCollections collections = new OldCollections();
  private final Supplier<Class<?>[]> loaded;
  private final Supplier<List<HandleSeen>> libraries;
  private final BiConsumer<List<HandleSeen>, Long> history;
  private Descriptors descriptors;
  private ThreadCensus threads;
  private LoaderCensus loaders;
  private String blind;

  /**
   * @param loaded all loaded classes
   * @param libraries what rules of libraries tell of handles
   * @param history takes over each reading with its time
   */
  public HandleSense(
      Supplier<Class<?>[]> loaded,
      Supplier<List<HandleSeen>> libraries,
      BiConsumer<List<HandleSeen>, Long> history) {
    this.loaded = loaded;
    this.libraries = libraries;
    this.history = history;
  }

  @Override
  public void listen(EventWatch events) {
    sites.listen(events);
    collections.listen(events);
  }

  @Override
  public void read(VitalsBuilder into, long now) {
    if (threads == null) {
      begin();
    }
    List<HandleSeen> handles = new ArrayList<>();
    handles.addAll(descriptors.read(now));
    handles.addAll(threads.read(now));
    handles.addAll(loaders.read(now));
    handles.addAll(libraries.get());
    handles.forEach(into::handles);
    if (blind != null) {
      into.unknown("open files", "how many there are", blind);
    }
    history.accept(handles, now);
  }

  /** Not before the application's first class: beans are made here. */
  private void begin() {
    File proc = new File("/proc");
    Object bean = bean();
    descriptors =
        new Descriptors(
            new File(proc, "self"),
            () ->
                bean instanceof UnixOperatingSystemMXBean unix
                    ? unix.getOpenFileDescriptorCount()
                    : Vitals.UNKNOWN,
            () ->
                bean instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : Vitals.UNKNOWN);
    loaders = new LoaderCensus(loaded, collections);
    threads = new ThreadCensus(sites, new HandleLimits(proc, new File("/sys/fs/cgroup")));
  }

  private Object bean() {
    try {
      Object bean = ManagementFactory.getOperatingSystemMXBean();
      if (bean instanceof UnixOperatingSystemMXBean) {
        return bean;
      }
      blind = "the operating system's bean of this JVM does not count them";
    } catch (LinkageError e) {
      blind = "this JVM has no module jdk.management";
    }
    return null;
  }
}
