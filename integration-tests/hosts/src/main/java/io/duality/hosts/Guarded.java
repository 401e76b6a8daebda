package io.duality.hosts;

import java.security.Permission;

/** An application that sets a security manager, on a JVM that allows it. */
public final class Guarded {
  private Guarded() {}

  /** Sets one that forbids nothing but to replace it, and goes on as a stock room. */
  @SuppressWarnings({"removal", "deprecation"}) // that is what it is about
  public static void main(String[] args) throws Exception {
    System.setSecurityManager(
        new SecurityManager() {
          @Override
          public void checkPermission(Permission permission) {
            if (permission.getName().equals("setSecurityManager")) {
              throw new SecurityException("it stays");
            }
          }
        });
    StockRoom.main(args);
  }
}
