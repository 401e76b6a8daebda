/**
 * From alarms to capture requests: confirmation, cool-down, limits, coalescing, and the ledger that
 * says why. Time is an argument; only the ledger touches a disk.
 */
package io.duality.engine.trigger;
