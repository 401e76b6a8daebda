package io.duality.cli;

/** Whether this Java runtime can attach to others: images without jdk.attach run all the rest. */
final class AttachApi {
  private AttachApi() {}

  static void require() throws Unreachable {
    try {
      Class.forName("com.sun.tools.attach.VirtualMachine", false, AttachApi.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new Unreachable(
          "this Java runtime has no module jdk.attach: use a JDK, or reach a process that has the"
              + " agent by its bundle directory, with --dir DIR");
    }
  }
}
