package io.duality.scenarios.handles;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;

/** A service with figures of its own; one of them never answers. */
public final class Metered {
  /** What may be asked. */
  public interface OrdersMBean {
    /** How many wait. */
    int getBacklog();

    /** Never comes back. */
    int getForecast();
  }

  /** Its figures. */
  public static final class Orders implements OrdersMBean {
    private final AtomicLong asked = new AtomicLong();

    @Override
    public int getBacklog() {
      return 1_200;
    }

    @Override
    public int getForecast() {
      System.out.println("FORECAST " + asked.incrementAndGet() + " on " + Thread.currentThread());
      while (true) {
        LockSupport.park();
      }
    }
  }

  private Metered() {}

  public static void main(String[] args) throws Exception {
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(new Orders(), new ObjectName("com.acme:type=Orders"));
    System.out.println("READY");
    while (true) {
      LockSupport.park(); // whoever started it ends it
    }
  }
}
