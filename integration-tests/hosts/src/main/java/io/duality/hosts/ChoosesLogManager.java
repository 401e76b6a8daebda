package io.duality.hosts;

import java.util.logging.LogManager;

/** An application that chooses its log manager in {@code main}, as application servers do. */
public final class ChoosesLogManager {
  private ChoosesLogManager() {}

  /** Says which log manager it got, and goes on as a stock room. */
  public static void main(String[] args) throws Exception {
    System.setProperty("java.util.logging.manager", "io.duality.hosts.OwnLogManager");
    System.out.println("LOG MANAGER " + LogManager.getLogManager().getClass().getName());
    StockRoom.main(args);
  }
}
