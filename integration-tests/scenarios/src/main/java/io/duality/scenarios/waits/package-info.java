/** Every kind of wait, each by a thread of its own, for the matrix of {@code docs/waits.md}. */
package io.duality.scenarios.waits;
