/**
 * Where the configuration comes from: agent arguments, system properties, environment, file; and
 * what a changed file may change at run time. The keys themselves are in {@code
 * io.duality.model.config}.
 */
package io.duality.engine.config;
