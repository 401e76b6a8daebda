package io.duality.scenarios.waits;

import java.util.regex.Pattern;

/** What is expected of one kind of wait in one place. */
record Cells(Cell seen, Cell named, Cell holder, Cell trace) {
  private static final String PACKAGE = "io.duality.scenarios.waits.";

  /** A hook saw the wait begin, and it is open in the bundle; its trace is known. */
  static Cells seen(String kind, String op) {
    return open(kind + ": " + op, kind, op, "slot");
  }

  /** Looks find the thread waiting; {@code by} says by what, as {@code waits.json} spells it. */
  static Cells sampled(String kind, String op, String by) {
    return open(kind + ": " + op + (by.equals("dump") ? ", dumped" : ", sampled"), kind, op, by);
  }

  private static Cells open(String words, String kind, String op, String by) {
    Cell open = Cell.holds(words, (bundle, id) -> bundle.assertOpen(id, kind, op, by));
    return new Cells(open, null, null, Cell.holds("yes", StuckWaits::assertTraced));
  }

  /** Nothing of the wait is in the bundle. */
  static Cells unseen(String reason) {
    Cell not = Cell.not(reason, StuckWaits::assertNotSeen);
    return new Cells(not, not, not, not);
  }

  /** The bundle tells that the wait gives up after an hour. */
  Cells within() {
    return new Cells(
        Cell.holds(
            seen.words() + ", limit",
            (bundle, id) -> {
              seen.check().of(bundle, id);
              bundle.assertLimit(id);
            }),
        named,
        holder,
        trace);
  }

  /** The bundle tells that the wait gives up, and not when. */
  Cells withinUnknown() {
    return new Cells(
        Cell.holds(
            seen.words() + ", some limit",
            (bundle, id) -> {
              seen.check().of(bundle, id);
              bundle.assertUnknownLimit(id);
            }),
        named,
        holder,
        trace);
  }

  /** Named by the field {@code Class.field} of the program that it is kept in. */
  Cells field(String name) {
    return named("field", "field", Pattern.quote(PACKAGE + name));
  }

  /**
   * Named in another way.
   *
   * @param words how, for the matrix
   * @param origin as {@code resources.json} spells it
   * @param regex the whole name
   */
  Cells named(String words, String origin, String regex) {
    Cell cell = Cell.holds(words, (bundle, id) -> bundle.assertNamed(id, origin, regex));
    return new Cells(seen, cell, holder, trace);
  }

  Cells unnamed(String reason, String regex) {
    Cell cell = Cell.not(reason, (bundle, id) -> bundle.assertNamed(id, "class", regex));
    return new Cells(seen, cell, holder, trace);
  }

  Cells heldBy(String thread) {
    return by("holder", "held-by", thread);
  }

  Cells workedBy(String thread, String words) {
    return by(words, "worked-by", thread);
  }

  private Cells by(String words, String relation, String thread) {
    Cell cell = Cell.holds(words, (bundle, id) -> bundle.assertHeld(id, relation, thread));
    return new Cells(seen, named, cell, trace);
  }

  /** Nobody is known whom the wait depends on. */
  Cells nobody(String reason) {
    return new Cells(seen, named, Cell.not(reason, StuckWaits::assertNobody), trace);
  }

  /** Nobody is known, and the bundle gives a reason with these words. */
  Cells nobody(String reason, String words) {
    Cell cell =
        Cell.not(
            reason,
            (bundle, id) -> {
              bundle.assertNobody(id);
              bundle.assertOwnerReason(id, words);
            });
    return new Cells(seen, named, cell, trace);
  }

  Cells untraced(String reason) {
    return new Cells(seen, named, holder, Cell.not(reason, StuckWaits::assertUntraced));
  }

  Cell of(Column column) {
    return switch (column) {
      case SEEN -> seen;
      case NAMED -> named;
      case HOLDER -> holder;
      case TRACE -> trace;
    };
  }
}
