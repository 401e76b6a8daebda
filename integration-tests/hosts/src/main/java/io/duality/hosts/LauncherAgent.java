package io.duality.hosts;

/** The {@code Launcher-Agent-Class} of an executable jar. */
public final class LauncherAgent {
  private LauncherAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void agentmain(String arguments) {
    System.out.println("LAUNCHER AGENT " + arguments);
  }
}
