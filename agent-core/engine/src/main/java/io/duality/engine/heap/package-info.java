/** What is on the heap: histograms and their differences, who allocates what stays, heap dumps. */
package io.duality.engine.heap;
