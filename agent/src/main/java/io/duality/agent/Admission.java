package io.duality.agent;

import java.util.Map;
import java.util.Properties;

/**
 * Decides, before anything else of the agent is loaded, whether this JVM is one to watch.
 *
 * @param arms whether the agent arms itself
 * @param reason why not; null when it arms, and when it steps aside without a word
 */
record Admission(boolean arms, String reason) {
  private static final Admission ARM = new Admission(true, null);
  private static final Admission SILENTLY_ASIDE = new Admission(false, null);

  /** A class that only an agent of ours puts into the boot loader. */
  private static final String MARKER = "io.duality.boot.Hooks";

  /** Main classes of JDK tools that are started by class name, not by module. */
  private static final String[] TOOL_PACKAGES = {
    "com.sun.tools.", "sun.tools.", "sun.security.tools.", "sun.jvm.hotspot.", "jdk.jshell."
  };

  /** Parts of {@code java.vm.name} that say HotSpot. */
  private static final String[] HOTSPOT = {"OpenJDK", "HotSpot", "Dynamic Code Evolution"};

  /**
   * Decides from what the JVM says about itself.
   *
   * @param args the agent's arguments, or null
   * @param attached whether the agent was attached to a running JVM
   * @param properties the system properties
   * @param environment the environment
   */
  static Admission of(
      String args, boolean attached, Properties properties, Map<String, String> environment) {
    // Whoever switched it off knows: its JVM is to be as if nothing of ours were there.
    if (isSwitchedOff(args, properties, environment) || (!attached && isJdkTool(properties))) {
      return SILENTLY_ASIDE;
    }
    String vm = String.valueOf(properties.getProperty("java.vm.name"));
    if (!isHotSpot(vm)) {
      return aside(
          "this JVM is " + vm + ", duality knows HotSpot only: use a JDK built on HotSpot");
    }
    if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
      return aside(
          "this JVM has no module java.management: start it with --add-modules java.management, in"
              + " an image that has it");
    }
    return isPresent() ? aside("another duality is in this JVM already, and stays as it is") : ARM;
  }

  private static Admission aside(String reason) {
    return new Admission(false, reason);
  }

  /** The strongest source that says anything about {@code duality.enabled} decides. */
  private static boolean isSwitchedOff(
      String args, Properties properties, Map<String, String> environment) {
    String said = argument(args);
    if (said == null) {
      said = properties.getProperty("duality.enabled");
    }
    if (said == null) {
      said = environment.get("DUALITY_ENABLED");
    }
    return said != null && said.trim().equalsIgnoreCase("false");
  }

  /** The value of the last {@code enabled=…} or {@code duality.enabled=…}; else null. */
  private static String argument(String args) {
    if (args == null) {
      return null;
    }
    String last = null;
    for (String pair : args.split(",")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : pair.substring(0, equals).trim();
      if (key.equals("duality.enabled") || key.equals("enabled")) {
        last = pair.substring(equals + 1);
      }
    }
    return last;
  }

  /**
   * A tool of the JDK, reached through JAVA_TOOL_OPTIONS. The source launcher is no tool: it runs
   * somebody's program.
   */
  private static boolean isJdkTool(Properties properties) {
    String command = properties.getProperty("sun.java.command");
    String main = command == null ? "" : firstWord(command);
    String module = properties.getProperty("jdk.module.main");
    int slash = main.indexOf('/');
    if (module == null && slash > 0) {
      module = main.substring(0, slash);
    }
    String mainClass = main.substring(slash + 1);
    if (mainClass.startsWith("com.sun.tools.javac.launcher.")) {
      return false;
    }
    if (module != null && (module.startsWith("jdk.") || module.startsWith("java."))) {
      return true;
    }
    for (String tool : TOOL_PACKAGES) {
      if (mainClass.startsWith(tool)) {
        return true;
      }
    }
    return false;
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static boolean isHotSpot(String vm) {
    for (String name : HOTSPOT) {
      if (vm.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPresent() {
    try {
      Class.forName(MARKER, false, null);
      return true;
    } catch (ClassNotFoundException notYet) {
      return false;
    }
  }
}
