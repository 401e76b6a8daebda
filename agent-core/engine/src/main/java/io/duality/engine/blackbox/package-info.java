/**
 * What outlives this process: a small mapped file that tells how it stood last, and the harvest
 * that makes a bundle of what a dead process left.
 */
package io.duality.engine.blackbox;
