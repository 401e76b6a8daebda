package io.duality.harness.mains;

import java.lang.management.ManagementFactory;
import java.util.logging.LogManager;
import javax.management.MBeanServerBuilder;

/** Tells what an application finds in its JVM. */
public final class Surroundings {
  private Surroundings() {}

  /** A log manager that only a program which comes first can choose. */
  public static final class OwnLogManager extends LogManager {}

  /** The same for JMX. */
  public static final class OwnServerBuilder extends MBeanServerBuilder {}

  /** Prints one fact a line. */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnServerBuilder.class.getName());
    System.out.println("boot class: " + found("io.duality.boot.Hooks"));
    System.out.println("model class: " + found("io.duality.model.Look"));
    System.out.println("isolated class: " + found("io.duality.agent.isolated.BootClasses"));
    System.out.println("library class: " + found("org.slf4j.Logger"));
    System.out.println(
        "internals exported: "
            + Object.class
                .getModule()
                .isExported("jdk.internal.misc", Surroundings.class.getModule()));
    if (args.length == 0) {
      System.out.println("log manager: " + LogManager.getLogManager().getClass().getSimpleName());
      System.out.println(
          "MBean server: " + ManagementFactory.getPlatformMBeanServer().getDefaultDomain());
    }
    System.out.println("END");
  }

  private static String found(String name) {
    try {
      ClassLoader loader =
          Class.forName(name, false, Surroundings.class.getClassLoader()).getClassLoader();
      return loader == null ? "boot loader" : String.valueOf(loader.getName());
    } catch (ClassNotFoundException absent) {
      return "absent";
    }
  }
}
