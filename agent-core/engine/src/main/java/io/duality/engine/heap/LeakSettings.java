package io.duality.engine.heap;

import io.duality.engine.heap.holders.HolderLimits;

/**
 * The limits of an investigation.
 *
 * @param baselineAfterNanos how long the JVM has to run before the baseline is taken
 * @param windowNanos how long changes of contexts are told after a suspicion
 * @param pauseMillis how long a histogram may stop the application's threads
 * @param level which share of its limit makes memory an alarm
 * @param holders what a search for what keeps a leak may cost
 */
public record LeakSettings(
    long baselineAfterNanos,
    long windowNanos,
    double pauseMillis,
    double level,
    HolderLimits holders) {}
