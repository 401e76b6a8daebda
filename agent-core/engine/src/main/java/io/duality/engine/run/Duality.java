package io.duality.engine.run;

import io.duality.boot.Borrows;
import io.duality.boot.Hooks;
import io.duality.boot.TraceHooks;
import io.duality.engine.config.ConfigInputs;
import io.duality.engine.context.Contexts;
import io.duality.engine.library.Libraries;
import io.duality.engine.log.AgentLog;
import io.duality.engine.weave.ClassRule;
import io.duality.engine.weave.WeaveOptions;
import io.duality.engine.weave.Weaver;
import io.duality.model.HookState;
import io.duality.model.config.Config;
import io.duality.model.config.ConfigProblem;
import io.duality.model.config.Keys;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import org.slf4j.Logger;

/**
 * The wiring: the only class that knows everything. {@link #start} runs before {@code main} and
 * does what cannot wait, configuration and weaving; the rest happens on the agent's own threads
 * once the application's first class is there.
 */
public final class Duality {
  private static final Logger LOG = AgentLog.of(Duality.class);

  private Duality() {}

  /**
   * Arms the agent.
   *
   * @param instrumentation the JVM's
   * @param arguments behind {@code -javaagent:duality.jar=}, or null
   * @param jar duality.jar
   * @param attached whether the application was running before
   * @throws IOException when duality.jar cannot be read
   */
  public static void start(
      Instrumentation instrumentation, String arguments, File jar, boolean attached)
      throws IOException {
    long begun = System.nanoTime();
    ConfigInputs inputs = ConfigInputs.ofProcess(arguments);
    FirstFiles files = FirstFiles.ask(inputs, Patience.OF_THE_START, new Place.Disk());
    Config config = files.config();
    AgentLog.level(config.get(Keys.LOG_LEVEL));
    if (config.disarmed()) {
      refuse(config.disarmedBy());
      return;
    }
    for (ConfigProblem problem : config.problems()) {
      LOG.warn("{}", problem.line());
    }
    Hooks.recordNanos = config.get(Keys.WAITS_RECORD).toNanos();
    Contexts contexts = new Contexts();
    TraceHooks.hearContexts(contexts.sink());
    Hooks.readTraces(contexts);
    Borrows.readTraces(contexts);
    if (config.get(Keys.WEAVE_SPANS)) {
      TraceHooks.hearSpans(contexts.activities());
    }
    Libraries libraries = new Libraries();
    List<ClassRule> rules = new ArrayList<>(contexts.rules());
    rules.addAll(libraries.rules());
    Weaver weaver = Weaver.install(instrumentation, weaving(config, rules, attached));
    // A tracing agent in front of us, or an application that runs already, has chosen its storage.
    contexts.adopt(LoadedClasses.of(instrumentation));
    Parts parts =
        new Parts(
            inputs, files, contexts, libraries, weaver, version(jar), attached, instrumentation);
    Beginning.begin(parts);
    LOG.info("armed in {} ms", (System.nanoTime() - begun) / 1_000_000);
    System.err.println(startLine(parts));
  }

  /** One line, however much is wrong; none when the configuration switches the agent off. */
  private static void refuse(List<ConfigProblem> problems) {
    if (!problems.isEmpty()) {
      LOG.warn(
          "not armed: duality.strict = true, and {}{}; the application goes on",
          problems.get(0).line(),
          problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)");
    }
  }

  private static WeaveOptions weaving(Config config, List<ClassRule> rules, boolean attached) {
    boolean names = config.get(Keys.WEAVE_NAMES) && config.get(Keys.NAMES_FIELDS);
    return new WeaveOptions(
        config.get(Keys.WEAVE_WAITS),
        config.get(Keys.WEAVE_TASKS),
        names,
        attached,
        Set.of(),
        rules);
  }

  /** {@code duality 1.0 armed: 14 hooks; bundles go to /srv/orders/duality}. */
  private static String startLine(Parts parts) {
    List<String> off = new ArrayList<>();
    int armed = 0;
    for (HookState hook : parts.weaver().states()) {
      armed += hook.off() || (hook.idle() && hook.expected() == 0) ? 0 : 1;
      if (hook.off()) {
        off.add(hook.line());
      }
    }
    StringBuilder line = new StringBuilder(160);
    line.append("duality ").append(parts.version()).append(" armed: ");
    line.append(armed).append(" hooks");
    if (!off.isEmpty()) {
      line.append(", ").append(off.size()).append(" off (");
      line.append(String.join("; ", off)).append(')');
    }
    return line.append("; ").append(parts.place().text()).toString();
  }

  private static String version(File jar) throws IOException {
    try (JarFile file = new JarFile(jar, false)) {
      String version = file.getManifest().getMainAttributes().getValue("Implementation-Version");
      return version == null ? "unknown" : version;
    }
  }
}
