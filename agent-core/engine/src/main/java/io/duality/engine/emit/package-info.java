/**
 * What the agent tells the application's own telemetry: {@code duality.*} events of the flight
 * recorder. Only {@code JfrEvents} links {@code jdk.jfr}.
 */
package io.duality.engine.emit;
