/**
 * Exactly known classes of libraries, and what their fields tell: which pools of threads, event
 * loops and backlogs a process has. Fields are read by offset, of classes whose bytes went by with
 * the expected fields; no method of a library is ever called.
 */
package io.duality.engine.library;
