package io.duality.analysis.read;

/** A bundle, or a file of it, that cannot be read; the message is one line: what, where, remedy. */
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  BundleException(String message, Exception cause) {
    super(message, cause);
  }
}
