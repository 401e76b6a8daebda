package io.duality.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finishes and harvests what dead processes left in a bundle directory. The engine provides it as a
 * service, so that the command line can ask for it without knowing the engine.
 */
public interface Recoverer {
  /**
   * What was done.
   *
   * @param bundles those that are there now and were not before, in the order they were made
   * @param notes what could not be done and why, one line each
   */
  record Result(List<Path> bundles, List<String> notes) {
    public Result {
      bundles = List.copyOf(bundles);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Does it once; processes that live are left alone.
   *
   * @throws IOException when the directory cannot be read or written; the message says why
   */
  Result recover(Path directory) throws IOException;
}
