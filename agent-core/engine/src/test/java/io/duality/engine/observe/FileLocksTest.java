package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading the kernel's list of file locks. */
class FileLocksTest {
  private static final long NOBODY = 4_194_305; // above the largest process id of Linux

  private static final List<String> LINES =
      List.of(
          "1: POSIX  ADVISORY  WRITE " + NOBODY + " 08:01:1234 0 EOF",
          "1: -> POSIX  ADVISORY  WRITE 77 08:01:1234 0 EOF",
          "2: POSIX  ADVISORY  WRITE 77 08:01:99 0 EOF");

  @Test
  void holder_is_the_process_without_an_arrow() {
    assertEquals("process " + NOBODY, FileLocks.holder(LINES, 1234, 77));
  }

  @Test
  void lock_of_this_process_is_not_held_by_another() {
    assertNull(FileLocks.holder(LINES, 99, 77));
  }

  @Test
  void file_that_nobody_locks_has_no_holder() {
    assertNull(FileLocks.holder(LINES, 5, 77));
  }
}
