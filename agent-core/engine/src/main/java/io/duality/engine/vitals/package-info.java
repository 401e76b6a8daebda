/**
 * Reads how the process as a whole is: memory, collector, processor, pauses, errors, handles. One
 * {@code Sense} for each part, from beans, from the system's files and from the flight recorder's
 * stream.
 */
package io.duality.engine.vitals;
