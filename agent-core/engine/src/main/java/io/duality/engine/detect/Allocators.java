package io.duality.engine.detect;

import io.duality.model.CpuSeen.ThreadCpu;
import io.duality.model.Vitals;
import java.util.Comparator;
import java.util.List;

/** Which threads allocate most of the heap, as far as the vitals tell. */
final class Allocators {
  private static final int MOST = 3;
  private static final double WORTH = 0.1;

  private Allocators() {}

  /** Their ids, the one that allocates most first. */
  static List<Long> of(Vitals vitals) {
    if (vitals.cpu().threads().isEmpty()) {
      return List.of();
    }
    long all = 0;
    for (ThreadCpu thread : vitals.cpu().threads()) {
      all += Math.max(0, thread.allocatedBytes());
    }
    double least = WORTH * Math.max(1, Math.max(all, vitals.gc().allocatedBytes()));
    return vitals.cpu().threads().stream()
        .filter(thread -> thread.allocatedBytes() >= least)
        .sorted(Comparator.comparingLong(ThreadCpu::allocatedBytes).reversed())
        .limit(MOST)
        .map(ThreadCpu::threadId)
        .toList();
  }
}
