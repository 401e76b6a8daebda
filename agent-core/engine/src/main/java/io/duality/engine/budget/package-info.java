/**
 * What the agent itself costs, and what it does without when that is too much: measured in {@link
 * io.duality.engine.budget.OwnThreads}, judged in {@link io.duality.engine.budget.Overhead}.
 */
package io.duality.engine.budget;
