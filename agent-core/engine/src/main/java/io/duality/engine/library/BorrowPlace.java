package io.duality.engine.library;

/** The frame of an application in which it borrows, below its pool and its frameworks. */
public final class BorrowPlace {
  private static final String[] POOLS = {
    "io.duality.boot.",
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.zaxxer.hikari.",
    "org.apache.tomcat.jdbc.",
    "org.apache.commons.pool",
    "org.apache.commons.dbcp",
    "com.mchange.",
    "org.apache.http.",
    "org.apache.hc.",
    "redis.clients.jedis."
  };

  private static final String[] FRAMEWORKS = {
    "org.springframework.",
    "org.hibernate.",
    "org.eclipse.persistence.",
    "org.apache.ibatis.",
    "org.jooq.",
    "jakarta.",
    "io.micrometer.",
    "io.opentelemetry.",
    "net.bytebuddy.",
    "com.sun.",
    "org.apache.catalina.",
    "org.eclipse.jetty."
  };

  private BorrowPlace() {}

  /**
   * The first frame that is neither the pool's nor a framework's, else the first that is not the
   * pool's; null when there is none.
   *
   * @param frames as {@code StackWalker} gave them, or null
   */
  public static StackTraceElement of(Object... frames) {
    StackWalker.StackFrame outside = null;
    if (frames == null) {
      return null;
    }
    for (Object each : frames) {
      if (each instanceof StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        if (!starts(name, POOLS) && !isGenerated(name)) {
          if (!starts(name, FRAMEWORKS)) {
            return frame.toStackTraceElement();
          }
          outside = outside == null ? frame : outside;
        }
      }
    }
    return outside == null ? null : outside.toStackTraceElement();
  }

  /** Whether a class, or a field of it, belongs to a connection pool. */
  public static boolean isOfPool(String name) {
    return starts(name, POOLS);
  }

  private static boolean starts(String name, String... prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGenerated(String name) {
    return name.contains("$$") || name.contains("$Proxy");
  }
}
