package io.duality.model.config;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a metric trigger compares.
 *
 * @param text as it is configured
 * @param source where it comes from
 * @param owner the name of the MBean or of the event; {@code duality} for the agent's own counters
 * @param attribute the attribute, field or counter; an item of a composite attribute follows a dot
 */
public record MetricName(String text, Source source, String owner, String attribute) {
  /** The agent's own counters. */
  public static final List<String> OWN =
      List.of(
          "waits",
          "descriptors",
          "files",
          "sockets",
          "pipes",
          "selectors",
          "threads",
          "class-loaders",
          "thread-locals",
          "statements",
          "hook-failures",
          "unseen-waits");

  private static final String OWNER = "duality";

  /**
   * These walk the heap, stop every thread, come as often as something is allocated or thrown, or
   * have secrets in them; none is enabled to compare a number.
   */
  private static final Set<String> REFUSED =
      Set.of(
          "jdk.ObjectCount",
          "jdk.ObjectCountAfterGC",
          "jdk.OldObjectSample",
          "jdk.ThreadDump",
          "jdk.ClassLoaderStatistics",
          "jdk.JavaExceptionThrow",
          "jdk.ObjectAllocationInNewTLAB",
          "jdk.ObjectAllocationOutsideTLAB",
          "jdk.InitialEnvironmentVariable",
          "jdk.InitialSystemProperty",
          "jdk.InitialSecurityProperty",
          "jdk.SecurityPropertyModification",
          "jdk.JVMInformation",
          "jdk.SystemProcess",
          "jdk.ProcessStart",
          "jdk.JavaAgent",
          "jdk.NativeAgent",
          "jdk.StringFlag",
          "jdk.StringFlagChanged");

  /** Where a metric comes from. */
  public enum Source {
    /** An attribute of an MBean; reading it may run code of the application. */
    BEAN,
    /** A field of an event of the flight recorder. */
    EVENT,
    /** A counter of the agent. */
    OWN
  }

  public MetricName {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(attribute, "attribute");
  }

  /** What is configured; null when nothing is, or nothing that can be read. */
  public static MetricName of(String text) {
    try {
      return text.isBlank() ? null : parse(text.trim());
    } catch (BadValue e) {
      return null; // the configuration has said so
    }
  }

  static MetricName parse(String text) throws BadValue {
    int slash = text.lastIndexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new BadValue("allowed is " + allowed());
    }
    String owner = text.substring(0, slash);
    String attribute = text.substring(slash + 1);
    if (owner.equals(OWNER)) {
      if (!OWN.contains(attribute)) {
        throw new BadValue("the agent counts " + String.join(", ", OWN));
      }
      return new MetricName(text, Source.OWN, owner, attribute);
    }
    if (owner.indexOf(':') > 0) {
      if (owner.indexOf('=') < 0 || owner.indexOf('*') >= 0 || owner.indexOf('?') >= 0) {
        throw new BadValue(
            "an MBean is named by its domain and all its keys, as java.lang:type=Threading,"
                + " and no pattern");
      }
      return new MetricName(text, Source.BEAN, owner, attribute);
    }
    if (owner.indexOf('.') <= 0) {
      throw new BadValue("allowed is " + allowed());
    }
    if (REFUSED.contains(owner)) {
      throw new BadValue(
          owner
              + " walks the heap, stops every thread, comes too often or has secrets in it;"
              + " it is not enabled");
    }
    return new MetricName(text, Source.EVENT, owner, attribute);
  }

  static String allowed() {
    return "an attribute of an MBean as java.lang:type=Memory/HeapMemoryUsage.used, a field of an"
        + " event as jdk.CPULoad/machineTotal, or a counter of the agent as duality/waits";
  }

  static ValueType<String> type() {
    return new ValueType<>("metric", "", "") {
      @Override
      public String parse(String text) throws BadValue {
        return text.isBlank() ? "" : MetricName.parse(text.trim()).text();
      }

      @Override
      public String allowed() {
        return MetricName.allowed();
      }
    };
  }

  /** A number, a share as {@code 90%}, a size as {@code 64MiB}; empty when nothing is compared. */
  static ValueType<String> bound() {
    return new ValueType<>("number", "", "") {
      @Override
      public String parse(String text) throws BadValue {
        if (!text.isBlank() && bound(text) == null) {
          throw notAllowed();
        }
        return text.trim();
      }

      @Override
      public String allowed() {
        return "a number, a share as 90% or a size as 64MiB";
      }
    };
  }

  /** The number that a bound means; null when there is none. */
  public static Double bound(String text) {
    String trimmed = text.trim();
    try {
      if (trimmed.endsWith("%")) {
        Double percent = number(trimmed.substring(0, trimmed.length() - 1).trim());
        return percent == null ? null : Double.valueOf(percent / 100);
      }
      Long bytes = Units.bytes(trimmed);
      return bytes == null ? number(trimmed) : Double.valueOf(bytes);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number that ends with a digit; Java would also take {@code 1d}, {@code NaN} and others. */
  private static Double number(String text) {
    boolean plain = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    Double number = plain ? Double.valueOf(text) : null;
    return number != null && Double.isFinite(number) ? number : null;
  }
}
