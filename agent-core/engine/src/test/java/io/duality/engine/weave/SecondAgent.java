package io.duality.engine.weave;

/** An agent behind ours on the command line: its classes are loaded like an application's. */
public final class SecondAgent {
  static boolean sawApplication;

  private SecondAgent() {}

  public static void premain(String args) throws Exception {
    sawApplication = TestAgent.weaver.awaitApplication(0);
  }

  /** The application. */
  public static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      System.out.println("in the other agent " + sawApplication);
      System.out.println("in main " + TestAgent.weaver.awaitApplication(0));
    }
  }
}
