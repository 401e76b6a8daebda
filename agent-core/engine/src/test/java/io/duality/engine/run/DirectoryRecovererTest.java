package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.duality.model.Recoverer.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRecovererTest {
  @TempDir Path place;

  private static String refusal(Path wanted) {
    return assertThrows(IOException.class, () -> new DirectoryRecoverer().recover(wanted))
        .getMessage();
  }

  @Test
  void directory_in_which_no_process_ever_was_gives_nothing_and_gets_nothing() throws IOException {
    assertEquals(new Result(List.of(), List.of()), new DirectoryRecoverer().recover(place));
    assertEquals(0, place.toFile().list().length);
  }

  @Test
  void what_is_no_directory_or_not_there_is_refused_with_its_name() throws IOException {
    Path file = Files.writeString(place.resolve("file"), "x");
    assertEquals(file + " is no directory", refusal(file));
    assertEquals(place.resolve("none") + " is no directory", refusal(place.resolve("none")));
  }

  @Test
  void directory_that_may_not_be_written_is_refused_with_the_remedy() throws IOException {
    Path closed = Files.createDirectories(place.resolve("closed/.live")).getParent();
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "root may write everywhere");
    assertTrue(refusal(closed).contains("run recover as the user of the service"));
  }

  @Test
  void twice_in_a_row_gives_nothing_the_second_time() throws IOException {
    Files.createDirectories(place.resolve(".live"));
    Files.writeString(place.resolve("theirs.txt"), "x");
    for (int i = 0; i < 2; i++) {
      assertEquals(new Result(List.of(), List.of()), new DirectoryRecoverer().recover(place));
    }
    assertEquals("x", Files.readString(place.resolve("theirs.txt")));
  }
}
