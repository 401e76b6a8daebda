/**
 * The agent's own log: SLF4J loggers that write into {@code agent.log} of the bundle directory.
 * Nothing is looked up: no service loader, no logger factory, no system property.
 */
package io.duality.engine.log;
