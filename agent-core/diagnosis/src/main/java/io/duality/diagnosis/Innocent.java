package io.duality.diagnosis;

import io.duality.model.Holding;
import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.List;

/** What the stacks of those who hold connections say for or against the database. */
final class Innocent {
  private static final List<String> POOLS =
      List.of(
          "com.zaxxer.hikari.",
          "org.apache.tomcat.jdbc.",
          "org.apache.commons.dbcp",
          "org.apache.tomcat.dbcp.",
          "com.mchange.v2.c3p0.");
  private static final List<String> DRIVERS =
      List.of(
          "org.postgresql.",
          "com.mysql.",
          "org.mariadb.",
          "oracle.jdbc.",
          "com.microsoft.sqlserver.",
          "com.ibm.db2.",
          "org.h2.",
          "org.hsqldb.",
          "org.apache.derby.",
          "org.sqlite.",
          "net.sourceforge.jtds.",
          "org.firebirdsql.",
          "com.clickhouse.",
          "net.snowflake.",
          "com.sap.db.");

  private Innocent() {}

  /** A sentence with a space in front; empty when there is nothing to say. */
  static String of(Case incident, Root root) {
    if (!incident.sources().contains(Rule.Source.DUMP)) {
      return "";
    }
    WaitForGraph graph = incident.graph();
    for (Chain chain : graph.chainsTo(root)) {
      for (Chain.Level level : chain.levels()) {
        Resource resource = graph.resource(level.resourceKey());
        if (resource.kind() == ResourceKind.CONNECTION_POOL
            && POOLS.stream().anyMatch(resource.className()::startsWith)) {
          return sentence(graph, level);
        }
      }
    }
    return "";
  }

  private static String sentence(WaitForGraph graph, Chain.Level level) {
    int holders = 0;
    int inDriver = 0;
    for (Edge edge : level.holdings()) {
      ThreadSeen thread = graph.thread(edge.threadId());
      if (edge.holding().relation() == Holding.Relation.HELD_BY) {
        if (thread == null || thread.frames().isEmpty()) {
          return ""; // one whose stack is not known may be in the database
        }
        holders++;
        inDriver += driver(thread) ? 1 : 0;
      }
    }
    Resource pool = graph.resource(level.resourceKey());
    if (holders == 0 || (pool.depth() > 0 && holders < pool.depth())) {
      return "";
    }
    return inDriver == 0
        ? " The database is not the cause: "
            + (holders == 1
                ? "the connection's holder is not"
                : "none of the " + holders + " connection holders is")
            + " in a JDBC call."
        : " "
            + inDriver
            + " of the "
            + Words.count(holders, "connection holder")
            + (inDriver == 1 ? " is" : " are")
            + " in a JDBC call.";
  }

  private static boolean driver(ThreadSeen thread) {
    return thread.frames().stream()
        .anyMatch(frame -> DRIVERS.stream().anyMatch(frame.getClassName()::startsWith));
  }
}
