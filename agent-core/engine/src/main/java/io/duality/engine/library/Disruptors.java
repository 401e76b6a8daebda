package io.duality.engine.library;

import io.duality.engine.library.LibraryPool.Backlog;
import io.duality.engine.library.LibraryPool.Part;
import io.duality.model.PoolSeen;
import io.duality.model.PoolSeen.Phase;
import java.util.List;

/** The LMAX Disruptor, 3 and 4: the ring buffer behind log4j 2's async loggers and others. */
final class Disruptors implements PoolRule {
  private static final String DISRUPTOR = "com/lmax/disruptor/";
  private static final String NAME = "disruptor ring buffers";
  private static final String SEQUENCE = "Lcom/lmax/disruptor/Sequence;";

  private enum Role {
    PROCESSOR,
    RING,
    SEQUENCER,
    SEQUENCE
  }

  private static final int PROVIDER = 0;
  private static final int PROCESSED = 1;

  private static final int RING_SIZE = 0;
  private static final int SEQUENCER = 1;

  static final List<KnownClass> CLASSES =
      List.of(
          KnownClass.of(
              NAME,
              Role.PROCESSOR,
              DISRUPTOR + "BatchEventProcessor",
              "dataProvider",
              "Lcom/lmax/disruptor/DataProvider;",
              "sequence",
              SEQUENCE),
          KnownClass.of(
                  NAME,
                  Role.RING,
                  DISRUPTOR + "RingBufferFields",
                  "bufferSize",
                  "I",
                  "sequencer",
                  "Lcom/lmax/disruptor/Sequencer;")
              .withSubclasses(),
          KnownClass.of(NAME, Role.SEQUENCER, DISRUPTOR + "AbstractSequencer", "cursor", SEQUENCE)
              .withSubclasses(),
          KnownClass.of(NAME, Role.SEQUENCE, DISRUPTOR + "Value", "value", "J").withSubclasses());

  private final KnownClasses known;

  Disruptors(KnownClasses known) {
    this.known = known;
  }

  @Override
  public Object poolOf(Thread thread, Shape shape, Object target, Shape targetShape) {
    return targetShape.is(Role.PROCESSOR) ? target : null;
  }

  @Override
  public Object queueOf(Object pool, Shape shape) {
    return shape.as(Role.PROCESSOR).reference(pool, PROVIDER);
  }

  @Override
  public long depth(Object pool, Object queue) {
    Shape ring = known.of(queue).as(Role.RING);
    Object sequencer = ring.reference(queue, SEQUENCER);
    long published = value(known.of(sequencer).as(Role.SEQUENCER).reference(sequencer, 0));
    long processed = value(known.of(pool).reference(pool, PROCESSED));
    // Claimed places count as published, and those of a batch as processed at its end.
    return Math.min(Math.max(0, published - processed), ring.integer(queue, RING_SIZE));
  }

  @Override
  public LibraryPool read(Object processor, List<Thread> workers) {
    Shape shape = known.of(processor);
    Object ring = shape.reference(processor, PROVIDER);
    Shape its = known.of(ring).as(Role.RING);
    if (its == Shape.UNKNOWN) {
      return null;
    }
    long processed = value(shape.reference(processor, PROCESSED));
    String thread = workers.get(0).getName();
    boolean log4j = thread.startsWith("Log4j2-");
    String name = log4j ? "log4j async loggers" + context(thread) : "ring of " + thread;
    return new LibraryPool(
        Part.BACKLOG,
        processor,
        log4j ? "log4j" : "disruptor",
        name,
        1,
        workers,
        PoolSeen.UNKNOWN,
        new Backlog(ring, name, depth(processor, ring), its.integer(ring, RING_SIZE), List.of()),
        processed + 1,
        Phase.RUNNING);
  }

  /** The name of a logger context in {@code Log4j2-TF-1-AsyncLogger[shop]-1}. */
  private static String context(String thread) {
    int from = thread.indexOf('[') + 1;
    int to = thread.indexOf(']');
    return from > 0 && to > from ? " of " + thread.substring(from, to) : "";
  }

  /** Sequences begin at −1. */
  private long value(Object sequence) {
    Shape shape = known.of(sequence).as(Role.SEQUENCE);
    return shape == Shape.UNKNOWN ? PoolSeen.UNKNOWN : shape.longInteger(sequence, 0);
  }
}
