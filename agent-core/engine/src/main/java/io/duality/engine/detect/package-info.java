/**
 * Pure functions from a look to alarms. Everything they remember is a value that goes in and comes
 * out; a look carries its own time.
 */
package io.duality.engine.detect;
