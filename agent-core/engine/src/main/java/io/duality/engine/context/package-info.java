/**
 * Readers of a thread's trace context: any thread's, without calling a method of the application or
 * of its tracing library. One recipe per library.
 */
package io.duality.engine.context;
