package io.duality.scenarios.waits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duality.harness.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cells of the matrix of waits, one test each: one program for each place in which every kind
 * of wait is stuck at once, one bundle about it.
 */
final class WaitMatrixTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @TestFactory
  Stream<DynamicNode> waits_on_17() throws IOException {
    return cells(Place.JDK_17);
  }

  @TestFactory
  Stream<DynamicNode> waits_on_25() throws IOException {
    return cells(Place.JDK_25);
  }

  @TestFactory
  Stream<DynamicNode> waits_of_virtual_threads_on_25() throws IOException {
    return cells(Place.VIRTUAL_25);
  }

  @Test
  void no_kind_has_two_rows() {
    List<String> ids = WaitRows.all().stream().map(Row::id).toList();

    assertEquals(ids, ids.stream().distinct().toList());
  }

  private Stream<DynamicNode> cells(Place place) throws IOException {
    assumeTrue(
        Jdks.feature(place.feature()).isPresent(),
        () -> "JDK " + place.feature() + " is not on this machine");
    StuckWaits bundle = StuckProgram.capture(place, directory);
    Set<String> rows = WaitRows.all().stream().map(Row::id).collect(Collectors.toSet());
    return Stream.concat(
        Stream.of(
            dynamicTest(
                "every thread that is stuck has a row",
                () -> assertEquals(bundle.stuck(), new TreeSet<>(rows)))),
        WaitRows.all().stream().map(row -> row(place, row, bundle)));
  }

  private static DynamicNode row(Place place, Row row, StuckWaits bundle) {
    return dynamicContainer(
        row.label(),
        Stream.of(Column.values())
            .map(
                column -> {
                  Cell cell = row.cell(place, column);
                  String says = cell.words() == null ? "not" : cell.words();
                  return dynamicTest(
                      place + ": " + row.label() + ": " + column.label() + " " + says,
                      () -> cell.check().of(bundle, row.id()));
                }));
  }
}
