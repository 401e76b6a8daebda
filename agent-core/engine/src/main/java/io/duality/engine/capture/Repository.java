package io.duality.engine.capture;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.duality.boot.VmCommand;
import io.duality.engine.log.AgentLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import org.slf4j.Logger;

/**
 * Where the flight recorder keeps its chunks. There is one such place for the whole JVM, so it is
 * chosen only when nobody has chosen it and nobody records yet.
 */
final class Repository {
  private static final Logger LOG = AgentLog.of(Repository.class);

  private Repository() {}

  /** Whether a file system has room for the ring, and for as much again before it is looked at. */
  static boolean roomy(Path place, long ringBytes) {
    return place.toFile().getUsableSpace() > 2 * ringBytes + FlightRing.LEAST_FREE;
  }

  /** Lets the recorder go on in the usual place, with its next chunk; for users' recordings. */
  static void leave() {
    try {
      configure(System.getProperty("java.io.tmpdir"));
    } catch (RuntimeException e) {
      LOG.info("the flight recorder's repository stays where it is: {}", e.toString());
    }
  }

  /** Past the MBean server, which would be made for this alone: see {@link VmCommand}. */
  private static void configure(String place) {
    if (VmCommand.run("JFR.configure repositorypath=\"" + place + "\"") == null) {
      throw new IllegalStateException("this JVM's commands are not where they are looked for");
    }
  }

  /**
   * Lets the recorder keep its chunks there; leaves it where it is when that is not ours to say.
   */
  static void move(Path wanted) {
    if (chosen() || FlightRecorder.isInitialized() || option("StartFlightRecording") != null) {
      LOG.info("the flight recorder's repository stays where it is: it is in use or was chosen");
      return;
    }
    if (wanted.toString().indexOf('"') >= 0) {
      LOG.info("the flight recorder's repository stays where it is: {} has a quote", wanted);
      return;
    }
    try {
      Files.createDirectories(wanted);
      configure(wanted.toString());
    } catch (IOException | RuntimeException e) {
      LOG.info("the flight recorder's repository stays where it is: {}", e.toString());
    }
  }

  /** Whether the user has said where it is, or that it outlives the JVM. */
  static boolean chosen() {
    String options = option("FlightRecorderOptions");
    return options != null && options.contains("repository");
  }

  private static String option(String name) {
    try {
      String value =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue();
      return value == null || value.isEmpty() ? null : value;
    } catch (RuntimeException notHotSpot) {
      return null; // IllegalArgumentException for an option that this JVM does not have
    }
  }
}
