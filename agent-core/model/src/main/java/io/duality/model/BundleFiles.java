package io.duality.model;

import java.util.regex.Pattern;

/** The names of what lies in a bundle directory and in a bundle: the one place that spells them. */
public final class BundleFiles {
  public static final String MANIFEST = "manifest.json";
  public static final String SUMMARY = "summary.md";
  public static final String FINDINGS = "findings.json";
  public static final String WAITS = "waits.json";
  public static final String THREADS = "threads.json";
  public static final String THREADS_TEXT = "threads.txt";
  public static final String RESOURCES = "resources.json";
  public static final String CONTEXT = "context.json";
  public static final String RECORDING = "recording.jfr";
  public static final String HISTOGRAM = "histogram.json";
  public static final String HEAP = "heap.hprof";
  public static final String EVENTS = "events.otlp.jsonl";
  public static final String TIMELINE = "timeline.json";
  public static final String LOG_TAIL = "log-tail.txt";

  /** What the JVM said when it crashed, without what may hold values. */
  public static final String CRASH_LOG = "crash.log";

  /** What the offline half adds later, outside the manifest. */
  public static final String ANALYSIS = "analysis";

  /** Beside the bundles: every decision and every deletion. */
  public static final String LEDGER = "ledger.jsonl";

  /** Beside the bundles: those that are being written. */
  public static final String PARTIAL = ".partial";

  /** Beside the bundles: one directory per running process. */
  public static final String LIVE = ".live";

  private static final int MAX_LENGTH = 200;

  /** The pattern {@code fileName} of the schemas: no dot begins a segment, so none climbs. */
  private static final Pattern SAFE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  private BundleFiles() {}

  /** What a file name must look like, for messages. */
  public static final String NAME_RULE =
      "relative, of letters, digits, '.', '_' and '-', no segment beginning with a dot, at most "
          + MAX_LENGTH
          + " characters";

  /** Whether a name stays inside the bundle on every system; see {@link #NAME_RULE}. */
  public static boolean safe(String name) {
    return name.length() <= MAX_LENGTH && SAFE.matcher(name).matches();
  }
}
