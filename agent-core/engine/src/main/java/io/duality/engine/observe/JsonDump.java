package io.duality.engine.observe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The JVM's thread dump of 21 and newer, which shows virtual threads and knows no limit. */
final class JsonDump {
  private static final String BEAN = "com.sun.management.HotSpotDiagnosticMXBean";

  private JsonDump() {}

  /**
   * Takes it.
   *
   * @param scratch a directory for its file, which is deleted at once
   */
  static String text(Path scratch) throws IOException, ReflectiveOperationException {
    Class<? extends PlatformManagedObject> type =
        Class.forName(BEAN).asSubclass(PlatformManagedObject.class);
    PlatformManagedObject bean = ManagementFactory.getPlatformMXBean(type);
    Class<?> format = Class.forName(BEAN + "$ThreadDumpFormat");
    Method dump = type.getMethod("dumpThreads", String.class, format);
    Path file = scratch.toAbsolutePath().resolve("threads-" + UUID.randomUUID() + ".json");
    try {
      dump.invoke(bean, file.toString(), json(format));
      return Files.readString(file);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Object json(Class<?> format) throws NoSuchFieldException {
    for (Object constant : format.getEnumConstants()) {
      if (constant.toString().equals("JSON")) {
        return constant;
      }
    }
    throw new NoSuchFieldException("ThreadDumpFormat.JSON");
  }
}
