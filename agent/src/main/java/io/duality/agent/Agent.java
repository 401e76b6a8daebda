package io.duality.agent;

import java.lang.instrument.Instrumentation;

/**
 * Where the JVM and the shell enter {@code duality.jar}. The assembly marks it as a class of Java
 * 8, so that a JVM too old for the rest says so in one line instead of refusing to start its
 * application; so it uses nothing that is younger.
 */
public final class Agent {
  private static final int OLDEST = 17;

  private Agent() {}

  /**
   * Arms the agent before the application's {@code main}; never throws.
   *
   * @param args what stands behind {@code -javaagent:duality.jar=}, null when nothing does
   * @param instrumentation the JVM's
   */
  public static void premain(String args, Instrumentation instrumentation) {
    arm(args, instrumentation, false);
  }

  /**
   * Arms the agent in a JVM that runs already; never throws.
   *
   * @param args the options given to the attach, null when there are none
   * @param instrumentation the JVM's
   */
  public static void agentmain(String args, Instrumentation instrumentation) {
    arm(args, instrumentation, true);
  }

  /**
   * The command line, {@code java -jar duality.jar}; ends the JVM with the command's exit code.
   *
   * @param args the command and its options
   * @throws Exception what the command threw
   */
  public static void main(String[] args) throws Exception {
    if (feature() < OLDEST) {
      System.err.println(tooOld() + "; start it with a newer java");
      System.exit(2);
    }
    System.exit(Launch.command(args));
  }

  private static void arm(String args, Instrumentation instrumentation, boolean attached) {
    try {
      if (feature() < OLDEST) {
        System.err.println(tooOld() + "; the application goes on");
        return;
      }
      Launch.arm(args, instrumentation, attached);
    } catch (SecurityException e) {
      System.err.println(
          "duality: not armed: the security policy has "
              + e.getMessage()
              + "; grant java.security.AllPermission to duality.jar; the application goes on");
    } catch (Throwable e) { // a premain that throws ends the application
      System.err.println("duality: not armed: " + e + "; the application goes on");
    }
  }

  private static String tooOld() {
    return "duality: not armed: this JVM is Java "
        + System.getProperty("java.specification.version")
        + ", duality needs "
        + OLDEST
        + " or later";
  }

  private static int feature() {
    String version = System.getProperty("java.specification.version", "");
    return version.startsWith("1.")
        ? Integer.parseInt(version.substring(2))
        : Integer.parseInt(version);
  }
}
