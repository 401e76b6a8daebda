package io.duality.engine.heap;

/**
 * The limits of an investigation.
 *
 * @param baselineAfterNanos how long the JVM has to run before the baseline is taken
 * @param windowNanos how long changes of contexts are told after a suspicion
 * @param pauseMillis how long a histogram may stop the application's threads
 * @param level which share of its limit makes memory an alarm
 */
public record LeakSettings(
    long baselineAfterNanos, long windowNanos, double pauseMillis, double level) {}
