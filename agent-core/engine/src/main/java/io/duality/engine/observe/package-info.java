/** Takes looks at the process: who waits for what since when, and who holds or works it. */
package io.duality.engine.observe;
