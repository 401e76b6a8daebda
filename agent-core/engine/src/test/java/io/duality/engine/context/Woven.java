package io.duality.engine.context;

import io.duality.boot.Hooks;
import io.duality.boot.TraceHooks;
import io.duality.engine.weave.ClassRule;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves the rules of one {@link Contexts} while a test runs, and loads applications under it. */
final class Woven implements AutoCloseable {
  final Contexts contexts = new Contexts();
  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final ClassFileTransformer transformer = new Weaver();
  private final List<URLClassLoader> loaders = new ArrayList<>();
  private final Predicate<String> woven;

  Woven() {
    this(name -> true);
  }

  /** Weaves only classes whose internal name passes. */
  Woven(Predicate<String> woven) {
    this.woven = woven;
    instrumentation.addTransformer(transformer, true);
    TraceHooks.hearContexts(contexts.sink());
    TraceHooks.hearSpans(contexts.activities());
  }

  private final class Weaver implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> again, ProtectionDomain domain, byte[] bytes) {
      byte[] changed = null;
      if (name != null && woven.test(name)) {
        for (ClassRule rule : contexts.rules()) {
          if (rule.matches(name)) {
            byte[] now = rule.weave(loader, name, changed == null ? bytes : changed);
            changed = now == null ? changed : now;
          }
        }
      }
      return changed;
    }
  }

  /** A class loader with a copy of OpenTelemetry and of the test's applications of its own. */
  ClassLoader loader(URL... more) throws Exception {
    List<URL> urls = new ArrayList<>(List.of(more));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("test-classes")
          || (entry.contains("opentelemetry-") && !entry.contains("javaagent"))) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    var loader = new URLClassLoader(urls.toArray(URL[]::new), new OnlyBoot());
    loaders.add(loader);
    return loader;
  }

  /** The application in a loader of its own; {@code sampled} says whether it keeps its spans. */
  Traced application(boolean sampled, URL... more) throws Exception {
    ClassLoader loader = loader(more);
    @SuppressWarnings("unchecked")
    var application =
        (BiFunction<String, Runnable, String[]>)
            loader
                .loadClass("io.duality.engine.context.TracedApplication")
                .getConstructor(boolean.class)
                .newInstance(sampled);
    return new Traced(application, loader);
  }

  /** An application whose classes the test cannot name. */
  record Traced(BiFunction<String, Runnable, String[]> application, ClassLoader loader) {
    /** Works inside a span and returns its trace id and span id. */
    String[] work(String span, Runnable work) {
      return application.apply(span, work);
    }
  }

  void retransform(Class<?>... types) throws Exception {
    instrumentation.retransformClasses(types);
  }

  @Override
  public void close() throws IOException {
    TraceHooks.hearContexts(null);
    TraceHooks.hearSpans(null);
    instrumentation.removeTransformer(transformer);
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  private static final class OnlyBoot extends ClassLoader {
    OnlyBoot() {
      super("only-boot", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.duality.boot.")) {
        return Hooks.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
