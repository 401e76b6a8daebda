package io.duality.engine.vitals;

import io.duality.model.config.MetricName;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** One reading of attributes of MBeans on a thread of its own. */
final class BeanReading implements Runnable {
  private static final int STACK = 512 * 1024;
  private static final int LONGEST = 200;

  private final List<MetricName> names;
  private final long begun;
  private final Map<String, Double> values = new HashMap<>();
  private final Map<String, String> problems = new HashMap<>();
  private volatile String current;
  private volatile boolean over;

  private BeanReading(List<MetricName> names, long begun) {
    this.names = List.copyOf(names);
    this.begun = begun;
    this.current = names.get(0).text();
  }

  static BeanReading begin(List<MetricName> names, long now) {
    BeanReading reading = new BeanReading(names, now);
    Thread thread = new Thread(null, reading, "duality-metric", STACK);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    return reading;
  }

  @Override
  public void run() {
    for (MetricName name : names) {
      current = name.text();
      try {
        values.put(name.text(), read(name));
      } catch (Throwable e) { // whatever the application's bean does
        problems.put(name.text(), describe(name, e));
      }
    }
    over = true; // last: publishes the maps
  }

  private static double read(MetricName name) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName(name.owner());
    String attribute = name.attribute();
    Object value;
    try {
      value = server.getAttribute(bean, attribute);
    } catch (AttributeNotFoundException e) {
      int dot = attribute.indexOf('.');
      if (dot < 0) {
        throw e;
      }
      value = server.getAttribute(bean, attribute.substring(0, dot));
      for (String item : attribute.substring(dot + 1).split("\\.")) {
        if (!(value instanceof CompositeData composite) || !composite.containsKey(item)) {
          throw new AttributeNotFoundException(attribute);
        }
        value = composite.get(item);
      }
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (!(value instanceof Number number)) {
      throw new IllegalArgumentException(
          value == null ? "it is null" : "it is a " + value.getClass().getName() + ", no number");
    }
    return number.doubleValue();
  }

  private static String describe(MetricName name, Throwable e) {
    if (e instanceof InstanceNotFoundException) {
      return "there is no MBean " + name.owner() + " yet; it is asked for again";
    }
    if (e instanceof AttributeNotFoundException) {
      return "MBean " + name.owner() + " has no attribute " + name.attribute();
    }
    String said = e instanceof IllegalArgumentException ? e.getMessage() : e.getClass().getName();
    return said.length() > LONGEST ? said.substring(0, LONGEST) : said;
  }

  boolean isOver() {
    return over;
  }

  long begun() {
    return begun;
  }

  /** What is being read, or was last. */
  String current() {
    return current;
  }

  Map<String, Double> values() {
    return values;
  }

  Map<String, String> problems() {
    return problems;
  }
}
