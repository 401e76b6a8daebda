package io.duality.engine.vitals;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process and the machine use of the processors. Links {@code jdk.management}: loaded only
 * where that module is.
 */
final class ProcessTimes {
  private final OperatingSystemMXBean bean;

  private ProcessTimes(OperatingSystemMXBean bean) {
    this.bean = bean;
  }

  /** Null when this JVM does not say. */
  static ProcessTimes open() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean found
        ? new ProcessTimes(found)
        : null;
  }

  /** Processor time of the process since it began; negative when not known. */
  long nanos() {
    return bean.getProcessCpuTime();
  }

  /** What part of all processors is busy, 0 to 1; negative when not known. */
  double machine() {
    double load = bean.getCpuLoad();
    return load >= 0 && load <= 1 ? load : -1;
  }
}
