package io.duality.engine.bundle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of bundles: {@code <service>-<yyyyMMdd'T'HHmmss.SSS'Z'>-<trigger>-<last 4 hex digits of the
 * id>}. They sort by time and are safe as file names everywhere.
 */
public final class BundleName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final Pattern EDGES = Pattern.compile("^[._-]+|[._-]+$");
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]*-\\d{8}T\\d{6}\\.\\d{3}Z-[A-Za-z0-9][A-Za-z0-9._-]*"
              + "-[0-9a-f]{4}");
  private static final int MAX_SERVICE = 60;
  private static final int MAX_TRIGGER = 40;

  private BundleName() {}

  /** The name of a bundle; what a file name cannot carry becomes {@code -}. */
  public static String of(String service, Instant at, String trigger, String bundleId) {
    return clean(service, "service", MAX_SERVICE)
        + "-"
        + TIME.format(at)
        + "-"
        + clean(trigger, "trigger", MAX_TRIGGER)
        + "-"
        + bundleId.substring(bundleId.length() - 4);
  }

  /** Whether a directory's name is a bundle's. */
  static boolean matches(String name) {
    return NAME.matcher(name).matches();
  }

  static String clean(String text, String whenEmpty, int maxLength) {
    String safe = EDGES.matcher(UNSAFE.matcher(text).replaceAll("-")).replaceAll("");
    if (safe.length() > maxLength) {
      safe = EDGES.matcher(safe.substring(0, maxLength)).replaceAll("");
    }
    return safe.isEmpty() ? whenEmpty : safe;
  }
}
