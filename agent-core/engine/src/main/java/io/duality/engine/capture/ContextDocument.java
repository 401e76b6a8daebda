package io.duality.engine.capture;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.duality.boot.VmCommand;
import io.duality.engine.bundle.Redaction;
import io.duality.model.ClockSample;
import io.duality.model.HookState;
import io.duality.model.Manifest;
import io.duality.model.ManifestJson;
import io.duality.model.Unknown;
import io.duality.model.config.ConfigValue;
import io.duality.model.json.Json;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code context.json}: what ran where and how it was configured, redacted before it is a tree. */
final class ContextDocument {
  private static final Pattern FLAG =
      Pattern.compile(
          "-XX:(?:(?<sign>[+-])(?<flag>\\w+)|(?<option>\\w+)=(?<value>.*?))(?= +-XX:|\\s*$)");
  private static final List<String> DEPLOY =
      List.of(
          "HOSTNAME",
          "POD_NAME",
          "POD_NAMESPACE",
          "NODE_NAME",
          "KUBERNETES_SERVICE_HOST",
          "K_SERVICE",
          "K_REVISION",
          "AWS_REGION",
          "AWS_LAMBDA_FUNCTION_NAME",
          "WEBSITE_SITE_NAME",
          "DYNO",
          "OTEL_SERVICE_NAME",
          "OTEL_RESOURCE_ATTRIBUTES");

  private final Redaction redaction;
  private final List<Unknown> unknown = new ArrayList<>();

  private ContextDocument(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * @param manifest identity and clocks
   * @param checksumNanos how long checksums of the class path may take
   */
  static Map<String, Object> of(
      Manifest manifest, AgentState agent, Redaction redaction, long checksumNanos) {
    return new ContextDocument(redaction).document(manifest, agent, checksumNanos);
  }

  private Map<String, Object> document(Manifest manifest, AgentState agent, long checksumNanos) {
    List<String> inputs = ManagementFactory.getRuntimeMXBean().getInputArguments();
    Map<String, Object> properties = properties();
    ClassPathEntries classPath =
        ClassPathEntries.of(
            System.nanoTime() + checksumNanos,
            System.getProperty("java.class.path"),
            System.getProperty("jdk.module.path"));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schemaVersion", Manifest.SCHEMA_VERSION);
    root.put("bundleId", manifest.bundleId());
    root.put("service", ManifestJson.service(manifest.service()));
    root.put("process", ManifestJson.process(manifest.process()));
    root.put("jvmFlags", flags());
    root.put("commandLine", commandLine(inputs));
    root.put("agents", agents(inputs));
    root.put("properties", properties);
    root.put("environment", environment(System.getenv()));
    root.put("container", Container.ofThisProcess().read());
    root.put("memory", memory());
    root.put("classPath", classPath.entries());
    root.put("build", redaction.map(classPath.build()));
    root.put("deploy", deploy(System.getenv()));
    root.put("featureFlags", redaction.map(agent.featureFlags()));
    root.put("agent", agent(manifest, agent));
    root.put("clocks", clocks(manifest.clocks()));
    root.put(
        "redaction", Json.object("rules", redaction.rules(), "replaced", redaction.replaced()));
    if (!unknown.isEmpty()) {
      root.put("unknown", unknown.stream().map(ContextDocument::unknown).toList());
    }
    return root;
  }

  private Map<String, Object> properties() {
    Map<String, Object> all = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = System.getProperty(name);
      if (value != null) {
        all.put(name, name.equals("sun.java.command") ? line(value) : redaction.value(name, value));
      }
    }
    return all;
  }

  private Map<String, Object> environment(Map<String, String> environment) {
    Map<String, Object> all = new TreeMap<>();
    environment.forEach(
        (name, value) ->
            all.put(name, holdsOptions(name) ? line(value) : redaction.value(name, value)));
    return all;
  }

  private static boolean holdsOptions(String name) {
    return name.endsWith("OPTIONS") || name.endsWith("OPTS") || name.endsWith("ARGS");
  }

  /** A command line inside one text. */
  private String line(String text) {
    return String.join(" ", redaction.commandLine(List.of(text.split(" "))));
  }

  private List<String> commandLine(List<String> inputs) {
    List<String> all = new ArrayList<>(inputs);
    String command = System.getProperty("sun.java.command");
    if (command != null) {
      all.addAll(List.of(command.split(" ")));
    }
    return redaction.commandLine(all);
  }

  private static List<String> agents(List<String> inputs) {
    List<String> agents = new ArrayList<>();
    for (String input : inputs) {
      if (input.startsWith("-javaagent:")
          || input.startsWith("-agentpath:")
          || input.startsWith("-agentlib:")) {
        int options = input.indexOf('=');
        agents.add(options < 0 ? input : input.substring(0, options));
      }
    }
    return agents;
  }

  private List<Map<String, Object>> flags() {
    List<Map<String, Object>> flags = new ArrayList<>();
    try {
      String text = VmCommand.run("VM.flags");
      if (text == null) {
        throw new IllegalStateException("this JVM's commands are not where they are looked for");
      }
      HotSpotDiagnosticMXBean beans =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      for (Matcher flag = FLAG.matcher(text); flag.find(); ) {
        String value = flag.group("value");
        flags.add(
            flag(
                beans,
                flag.group("flag") != null ? flag.group("flag") : flag.group("option"),
                value != null ? value : Boolean.toString(flag.group("sign").equals("+"))));
      }
    } catch (RuntimeException e) {
      unknown.add(new Unknown("JVM flags", "values", Failed.describe(e)));
    }
    return flags;
  }

  private Map<String, Object> flag(HotSpotDiagnosticMXBean beans, String name, String value) {
    Map<String, Object> flag = Json.object("name", name, "value", redaction.value(name, value));
    try {
      flag.put("origin", beans.getVMOption(name).getOrigin().toString());
    } catch (IllegalArgumentException e) {
      flag.put("origin", "not told: a diagnostic or experimental flag");
    }
    return flag;
  }

  private static Map<String, Object> memory() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    Map<String, Object> memory =
        Json.object(
            "heapUsed", heap.getUsed(),
            "heapCommitted", heap.getCommitted(),
            "heapMax", heap.getMax(),
            "nonHeapUsed", other.getUsed(),
            "nonHeapCommitted", other.getCommitted());
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        put(memory, "pool" + word(pool.getName()) + "Used", usage.getUsed());
        put(memory, "pool" + word(pool.getName()) + "Committed", usage.getCommitted());
        put(memory, "pool" + word(pool.getName()) + "Max", usage.getMax());
      }
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        put(memory, "pool" + word(pool.getName()) + "UsedAfterCollection", collected.getUsed());
      }
    }
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      put(memory, "buffers" + word(pool.getName()) + "Used", pool.getMemoryUsed());
      put(memory, "buffers" + word(pool.getName()) + "Count", pool.getCount());
    }
    return memory;
  }

  private static void put(Map<String, Object> memory, String name, long bytes) {
    if (bytes >= 0) {
      memory.put(name, bytes);
    }
  }

  private static String word(String name) {
    StringBuilder out = new StringBuilder();
    for (String word : name.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        out.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return out.toString();
  }

  private Map<String, Object> deploy(Map<String, String> environment) {
    Map<String, Object> deploy = new LinkedHashMap<>();
    for (String name : DEPLOY) {
      String value = environment.get(name);
      Json.put(deploy, name, value == null ? null : redaction.value(name, value));
    }
    return deploy;
  }

  private Map<String, Object> agent(Manifest manifest, AgentState agent) {
    List<Map<String, Object>> settings = new ArrayList<>();
    for (ConfigValue<?> setting : agent.configuration().values()) {
      settings.add(
          Json.object(
              "key", setting.key(),
              "value", redaction.value(setting.key(), setting.text()),
              "origin", setting.origin().label()));
    }
    Map<String, Object> object =
        Json.object(
            "version",
            manifest.process().agentVersion(),
            "configuration",
            settings,
            "hooks",
            agent.hooks().stream().map(ContextDocument::hook).toList(),
            "jdk",
            agent.jdkVerified() ? "verified" : "unverified");
    Json.put(object, "overhead", overhead(agent.cost()));
    return object;
  }

  private static Map<String, Object> overhead(AgentCost cost) {
    if (cost == null) {
      return null;
    }
    Map<String, Object> object =
        Json.object("level", cost.level(), "since", cost.since().toString());
    Json.put(object, "until", cost.until() == null ? null : cost.until().toString());
    object.put("observed", cost.observed());
    object.put("threshold", cost.threshold());
    object.put("does", cost.does());
    return object;
  }

  private static Map<String, Object> hook(HookState hook) {
    Map<String, Object> object =
        Json.object(
            "name", hook.name(),
            "expected", hook.expected(),
            "found", hook.found(),
            "armed", hook.armed(),
            "standing", hook.standing().label());
    Json.put(object, "reason", hook.reason());
    return object;
  }

  private static List<Map<String, Object>> clocks(Collection<ClockSample> clocks) {
    return clocks.stream()
        .map(
            clock ->
                Json.object(
                    "wallNanos", clock.wallNanos(),
                    "monotonicNanos", clock.monotonicNanos(),
                    "at", clock.at()))
        .toList();
  }

  static Map<String, Object> unknown(Unknown unknown) {
    return Json.object("subject", unknown.subject(), "what", unknown.what(), "why", unknown.why());
  }
}
