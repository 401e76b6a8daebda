package io.duality.scenarios.waits;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One kind of wait in the matrix.
 *
 * @param id the thread of the program that waits so
 * @param label what waits, for people
 * @param cells what is expected, place by place; every cell is there
 */
record Row(String id, String label, Map<Place, Cells> cells) {
  Row {
    cells = new EnumMap<>(cells);
    for (Place place : Place.values()) {
      for (Column column : Column.values()) {
        if (cells.get(place).of(column) == null) {
          throw new IllegalArgumentException(
              "the matrix has an empty cell: "
                  + label
                  + ", "
                  + place
                  + ", "
                  + column.label()
                  + "; say what holds or why it cannot");
        }
      }
    }
  }

  /** The same everywhere. */
  static Row of(String id, String label, Cells everywhere) {
    Map<Place, Cells> cells = new EnumMap<>(Place.class);
    for (Place place : Place.values()) {
      cells.put(place, everywhere);
    }
    return new Row(id, label, cells);
  }

  /** The same row, with something else expected in one place. */
  Row on(Place place, UnaryOperator<Cells> change) {
    Map<Place, Cells> changed = new EnumMap<>(cells);
    changed.put(place, change.apply(cells.get(place)));
    return new Row(id, label, changed);
  }

  /** The same row, with nothing seen in one place. */
  Row unseenOn(Place place, String reason) {
    return on(place, cells -> Cells.unseen(reason));
  }

  Cell cell(Place place, Column column) {
    return cells.get(place).of(column);
  }
}
