package io.duality.scenarios.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document shows the matrix that the tests check. */
final class MatrixDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/waits.md");
  private static final Path SOURCES = Path.of("src/test/java/io/duality/scenarios/waits");
  private static final String BEGIN = "<!-- matrix: made by MatrixDocumentTest -->\n";
  private static final String END = "<!-- matrix: end -->\n";

  @Test
  void document_shows_every_row_with_its_tests_and_reasons() throws IOException {
    String written = Files.readString(DOCUMENT);
    int begin = written.indexOf(BEGIN) + BEGIN.length();
    int end = written.indexOf(END);
    assertTrue(end >= begin && begin >= BEGIN.length(), "the matrix has no place in " + DOCUMENT);

    String matrix = new MatrixDocument(new SourceLines(SOURCES)).text();
    String expected = written.substring(0, begin) + "\n" + matrix + "\n" + written.substring(end);
    if (Boolean.getBoolean("duality.golden.update")) {
      Files.writeString(DOCUMENT, expected);
    }

    List<String> missing = new ArrayList<>(expected.lines().toList());
    missing.removeAll(Files.readAllLines(DOCUMENT));
    assertEquals(
        List.of(),
        missing,
        "docs/waits.md does not show these; if that is meant: mvn verify -pl"
            + " integration-tests/scenarios -am -Dtest=MatrixDocumentTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dduality.golden.update=true,"
            + " and look at the difference");
    assertEquals(expected.lines().count(), Files.readAllLines(DOCUMENT).size(), "it shows more");
  }

  @Test
  void row_with_an_empty_cell_is_refused() {
    Cells withoutHolder = Cells.seen("lock", "lock").field("LockWaits.stockLock");

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Row.of("a", "a lock", withoutHolder));
    assertTrue(refused.getMessage().contains("a lock, JDK 17, holder"), refused::getMessage);
  }

  @Test
  void cell_that_says_nothing_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Cell.not(" ", StuckWaits::assertNotSeen));
    assertThrows(IllegalArgumentException.class, () -> Cell.holds("", StuckWaits::assertTraced));
  }
}
