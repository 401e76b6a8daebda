/**
 * The bundle on disk: its directory, atomic writing with checksums, quotas, redaction, and what a
 * dead process left behind. Apart from {@link
 * io.duality.engine.bundle.BundleDirectory#choose(String)} everything here uses NIO file systems
 * and must not run before {@code main} does.
 */
package io.duality.engine.bundle;
