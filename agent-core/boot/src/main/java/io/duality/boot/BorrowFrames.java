package io.duality.boot;

import java.util.function.Function;
import java.util.stream.Stream;

/** Takes the frames of the current thread: some microseconds, so not at every borrow. */
final class BorrowFrames implements Function<Stream<StackWalker.StackFrame>, Object[]> {
  /** Frameworks put dozens of frames between an application and its pool. */
  private static final int MOST = 40;

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final BorrowFrames TAKEN = new BorrowFrames();

  private BorrowFrames() {}

  static Object[] take() {
    return WALKER.walk(TAKEN);
  }

  @Override
  public Object[] apply(Stream<StackWalker.StackFrame> frames) {
    return frames.limit(MOST).toArray();
  }
}
