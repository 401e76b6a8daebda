package io.duality.cli;

/** A process, directory or bundle that cannot be reached; the message is one line with a remedy. */
final class Unreachable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreachable(String message) {
    super(message);
  }
}
