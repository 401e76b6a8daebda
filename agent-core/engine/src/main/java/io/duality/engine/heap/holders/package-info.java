/** Who keeps what grows: a bounded walk that reads fields and calls nothing. */
package io.duality.engine.heap.holders;
