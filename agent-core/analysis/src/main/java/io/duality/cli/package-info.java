/** The command line: reads bundles, and talks to agents through files. */
package io.duality.cli;
