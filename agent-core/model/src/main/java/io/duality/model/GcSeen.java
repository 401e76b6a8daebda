package io.duality.model;

import java.util.Objects;

/**
 * What the collector did since the reading before; {@link Vitals#UNKNOWN} where nobody says so.
 *
 * @param collector such as {@code G1}, {@code Parallel}, {@code Serial}, {@code ZGC}, {@code
 *     Shenandoah}
 * @param collections that ended
 * @param pauseNanos for how long they stopped the application, in all
 * @param longestNanos the longest of those pauses
 * @param cause why the longest one was begun, such as {@code System.gc()}; or null
 * @param explicit collections asked for by {@code System.gc()}
 * @param explicitAt the application's frame that asked for the last one, or null
 * @param freedBytes what the collections gave back
 * @param allocatedBytes what the application allocated
 * @param allocationStalls threads that stood still because no memory was ready
 * @param stalledNanos for how long, in all
 * @param finalizers objects that wait for their finalizer, now
 * @param cleaners objects that wait for their cleaner, now
 * @param softCleared soft references that were cleared
 * @param full collections of the whole heap that stopped the application all the time
 * @param copyFailures collections that found no room to copy what is alive to
 * @param cpuNanos processor time of the collections
 * @param finalizerClass the class of most objects with a finalizer, or null
 */
public record GcSeen(
    String collector,
    long collections,
    long pauseNanos,
    long longestNanos,
    String cause,
    long explicit,
    String explicitAt,
    long freedBytes,
    long allocatedBytes,
    long allocationStalls,
    long stalledNanos,
    long finalizers,
    long cleaners,
    long softCleared,
    long full,
    long copyFailures,
    long cpuNanos,
    String finalizerClass) {
  /** Nothing is known. */
  public static final GcSeen NOTHING =
      new GcSeen("", -1, -1, -1, null, -1, null, -1, -1, -1, -1, -1, -1, -1);

  public GcSeen {
    Objects.requireNonNull(collector, "collector");
  }

  /** One of which the last four figures are not known. */
  public GcSeen(
      String collector,
      long collections,
      long pauseNanos,
      long longestNanos,
      String cause,
      long explicit,
      String explicitAt,
      long freedBytes,
      long allocatedBytes,
      long allocationStalls,
      long stalledNanos,
      long finalizers,
      long cleaners,
      long softCleared) {
    this(
        collector,
        collections,
        pauseNanos,
        longestNanos,
        cause,
        explicit,
        explicitAt,
        freedBytes,
        allocatedBytes,
        allocationStalls,
        stalledNanos,
        finalizers,
        cleaners,
        softCleared,
        Vitals.UNKNOWN,
        Vitals.UNKNOWN,
        Vitals.UNKNOWN,
        null);
  }
}
