package io.duality.engine.run;

import java.io.IOException;

/** Something that is made once: a maker that fails is asked again, one that has made is not. */
final class Once<T> {
  private T made;
  private boolean done;

  /** Makes it. */
  interface Maker<T> {
    T make() throws IOException;
  }

  /** What was made, now or before; also when that is null. */
  T get(Maker<T> maker) throws IOException {
    if (!done) {
      made = maker.make();
      done = true;
    }
    return made;
  }
}
