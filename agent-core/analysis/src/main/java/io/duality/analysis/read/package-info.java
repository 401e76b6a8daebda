/** Bundles as they lie on a disk, this machine's or another's, whole or damaged. */
package io.duality.analysis.read;
