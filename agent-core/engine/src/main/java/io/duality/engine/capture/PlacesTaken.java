package io.duality.engine.capture;

import io.duality.engine.observe.PrintedStack;
import io.duality.engine.observe.PrintedThread;
import io.duality.engine.observe.ThreadPrint;
import io.duality.model.Holding;
import io.duality.model.Look;
import io.duality.model.OpenWait;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the holders of monitors entered them. The print tells a monitor by its address, a look by
 * its identity hash; the thread that waits for it is in both.
 */
final class PlacesTaken {
  private PlacesTaken() {}

  /** The look, with the places that a print of the same time knows. */
  static Look in(Look look, ThreadPrint print) {
    Map<String, Resource> monitors = new HashMap<>();
    for (Resource resource : look.resources()) {
      if (resource.kind() == ResourceKind.MONITOR) {
        monitors.put(resource.key(), resource);
      }
    }
    if (monitors.isEmpty()) {
      return look;
    }
    Map<Long, PrintedStack> stacks = new HashMap<>();
    for (PrintedThread thread : print.threads()) {
      stacks.put(thread.id(), thread.stack());
    }
    stacks.putAll(print.mounted());
    Map<String, String> addresses = new HashMap<>();
    for (OpenWait wait : look.waits()) {
      PrintedStack stack = stacks.get(wait.threadId());
      if (stack != null && stack.wants() != null && monitors.containsKey(wait.resourceKey())) {
        addresses.put(wait.resourceKey(), stack.wants());
      }
    }
    List<Holding> holdings =
        look.holdings().stream()
            .map(each -> placed(each, addresses, stacks, monitors.get(each.resourceKey())))
            .toList();
    return look.with(holdings);
  }

  private static Holding placed(
      Holding holding,
      Map<String, String> addresses,
      Map<Long, PrintedStack> stacks,
      Resource monitor) {
    String address = addresses.get(holding.resourceKey());
    PrintedStack stack = stacks.get(holding.threadId());
    if (monitor == null || address == null || stack == null) {
      return holding;
    }
    Holding placed = holding;
    for (PrintedStack.Locked each : stack.locked()) {
      if (each.address().equals(address) && each.className().equals(monitor.className())) {
        placed = holding.takenAt(stack.frames().get(each.frame())); // the outermost is the first
      }
    }
    return placed;
  }
}
