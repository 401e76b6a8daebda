package io.duality.engine.observe;

/** The program that a process runs, without its path and its arguments, which may be secret. */
final class ProcessCommand {
  private ProcessCommand() {}

  /** The program's file name, or null when the process has ended or is another user's. */
  static String of(long pid) {
    String path =
        ProcessHandle.of(pid).map(ProcessHandle::info).flatMap(i -> i.command()).orElse(null);
    return path == null ? null : path.substring(path.lastIndexOf('/') + 1);
  }
}
