/** A program of waits and what must be true behind them; knows nothing of any agent. */
package io.duality.stress;
