package io.duality.engine.run;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.config.ConfigInputs;
import io.duality.engine.config.ConfigWatch;
import io.duality.engine.context.Contexts;
import io.duality.engine.detect.HandleHistory;
import io.duality.engine.heap.HeapLimits;
import io.duality.engine.heap.HeapSize;
import io.duality.engine.heap.OomDump;
import io.duality.engine.library.Libraries;
import io.duality.engine.vitals.MetricSense;
import io.duality.engine.weave.Weaver;
import io.duality.model.ProcessInfo;
import io.duality.model.ServiceInfo;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.lang.instrument.Instrumentation;

/** What is there from the start, before the application's first class. */
final class Parts {
  private final ConfigInputs inputs;
  private final FirstFiles files;
  private final Contexts contexts;
  private final Libraries libraries;
  private final Weaver weaver;
  private final KillSwitch killSwitch;
  private final String version;
  private final boolean attached;
  private final Instrumentation instrumentation;
  private final HandleHistory handles;
  private final MetricSense metrics;
  private final HeapSize heapSize = new HeapSize();
  private final OomDump oomDump;
  private volatile Config config;
  private ServiceInfo service;
  private ProcessInfo process;

  Parts(
      ConfigInputs inputs,
      FirstFiles files,
      Contexts contexts,
      Libraries libraries,
      Weaver weaver,
      String version,
      boolean attached,
      Instrumentation instrumentation) {
    this.inputs = inputs;
    this.files = files;
    this.config = files.config();
    this.contexts = contexts;
    this.libraries = libraries;
    this.weaver = weaver;
    this.killSwitch =
        new KillSwitch(weaver, contexts, config.get(Keys.WEAVE_SPANS), instrumentation);
    this.version = version;
    this.attached = attached;
    this.instrumentation = instrumentation;
    this.handles = new HandleHistory(HandleLeaks.window(config));
    this.metrics =
        new MetricSense(() -> OwnCounters.wanted(config()), new OwnCounters(this.handles)::read);
    this.oomDump = new OomDump(() -> HeapLimits.of(config()), heapSize);
  }

  ConfigInputs inputs() {
    return inputs;
  }

  /** Notices changes of the file since it was read; null while its file system is silent. */
  ConfigWatch file() {
    return files.file();
  }

  Config config() {
    return config;
  }

  void config(Config changed) {
    config = changed;
  }

  Contexts contexts() {
    return contexts;
  }

  Libraries libraries() {
    return libraries;
  }

  Weaver weaver() {
    return weaver;
  }

  KillSwitch killSwitch() {
    return killSwitch;
  }

  String version() {
    return version;
  }

  boolean attached() {
    return attached;
  }

  Instrumentation instrumentation() {
    return instrumentation;
  }

  /** How files, threads and class loaders became more over the last minutes. */
  HandleHistory handles() {
    return handles;
  }

  /** What metric triggers compare. */
  MetricSense metrics() {
    return metrics;
  }

  /** What dumps of the heap took so far. */
  HeapSize heapSize() {
    return heapSize;
  }

  /** What the JVM dumps by itself when its memory is exhausted. */
  OomDump oomDump() {
    return oomDump;
  }

  /** Where bundles go, as far as that is known. */
  Place place() {
    return files.place();
  }

  /** Where bundles go; null when no place can be written, or its file system has not answered. */
  BundleDirectory directory() {
    return files.place().directory();
  }

  /** Finds out, once, what this process is; not before the application's first class. */
  synchronized ServiceInfo service() {
    identify();
    return service;
  }

  synchronized ProcessInfo process() {
    identify();
    return process;
  }

  private void identify() {
    if (service == null) {
      Config now = config;
      Identity identity =
          new Identity(
              key ->
                  switch (key) {
                    case "name" -> now.get(Keys.SERVICE_NAME);
                    case "version" -> now.get(Keys.SERVICE_VERSION);
                    case "instance" -> now.get(Keys.SERVICE_INSTANCE);
                    default -> now.get(Keys.SERVICE_COMMIT);
                  },
              System.getenv(),
              System.getProperties());
      process =
          identity.process(
              ProcessHandle.current().pid(),
              java.lang.management.ManagementFactory.getRuntimeMXBean().getStartTime(),
              version);
      service = identity.service(); // last: it says that both are known
    }
  }
}
