package io.duality.cli;

/** The exit codes; {@code --help} lists them. */
final class Exit {
  static final int OK = 0;
  static final int PROBLEM = 1;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;
  static final int INTERNAL = 4;

  private Exit() {}
}
