package io.duality.engine.library;

import java.util.List;

/** The classes of the connection pools of which fields are read. */
final class ConnectionTables {
  private static final String TEXT = "Ljava/lang/String;";
  private static final String CONNECTION = "Ljava/sql/Connection;";
  private static final String POOL1 = "org/apache/commons/pool/impl/";
  private static final String POOL2 = "org/apache/commons/pool2/impl/";
  private static final String HTTP5 = "org/apache/hc/client5/http/";
  private static final String CORE5 = "org/apache/hc/core5/";

  private ConnectionTables() {}

  /** What a class is; the fields are spoken of by their place in the table. */
  enum Role {
    HIKARI,
    HIKARI_CONFIG,
    TOMCAT,
    TOMCAT_PROPERTIES,
    POOL2,
    POOL2_SINGLE,
    POOL2_KEYED,
    POOL1,
    POOL1_KEYED,
    DBCP_FACTORY,
    DRIVER,
    C3P0,
    HTTP4,
    HTTP5,
    HTTP5_STRICT,
    HTTP5_LAX,
    LEASED,
    ROUTE,
    HOST,
    NAMED_HOST,
    WRAPPER,
    STATEMENTS,
    H2_CONNECTION,
    H2_SESSION,
    H2_TRANSACTION
  }

  static List<KnownClass> all() {
    return List.of(
        of(
                Role.HIKARI,
                "com/zaxxer/hikari/pool/PoolBase",
                "poolName",
                TEXT,
                "config",
                "Lcom/zaxxer/hikari/HikariConfig;")
            .withSubclasses(),
        of(Role.HIKARI_CONFIG, "com/zaxxer/hikari/HikariConfig", "maxPoolSize", "I")
            .withSubclasses(),
        of(
                Role.TOMCAT,
                "org/apache/tomcat/jdbc/pool/ConnectionPool",
                "poolProperties",
                "Lorg/apache/tomcat/jdbc/pool/PoolConfiguration;")
            .withSubclasses(),
        of(
            Role.TOMCAT_PROPERTIES,
            "org/apache/tomcat/jdbc/pool/PoolProperties",
            "name",
            TEXT,
            "maxActive",
            "I"),
        of(Role.POOL2, POOL2 + "BaseGenericObjectPool", "maxTotal", "I").withSubclasses(),
        of(
                Role.POOL2_SINGLE,
                POOL2 + "GenericObjectPool",
                "factory",
                "Lorg/apache/commons/pool2/PooledObjectFactory;")
            .withSubclasses(),
        of(
                Role.POOL2_KEYED,
                POOL2 + "GenericKeyedObjectPool",
                "factory",
                "Lorg/apache/commons/pool2/KeyedPooledObjectFactory;",
                "maxTotalPerKey",
                "I")
            .withSubclasses(),
        of(
                Role.POOL1,
                POOL1 + "GenericObjectPool",
                "_factory",
                "Lorg/apache/commons/pool/PoolableObjectFactory;",
                "_maxActive",
                "I",
                "_maxWait",
                "J")
            .withSubclasses(),
        of(
                Role.POOL1_KEYED,
                POOL1 + "GenericKeyedObjectPool",
                "_factory",
                "Lorg/apache/commons/pool/KeyedPoolableObjectFactory;",
                "_maxActive",
                "I",
                "_maxWait",
                "J")
            .withSubclasses(),
        of(
                Role.DBCP_FACTORY,
                "org/apache/commons/dbcp2/PoolableConnectionFactory",
                "connectionFactory",
                "Lorg/apache/commons/dbcp2/ConnectionFactory;")
            .withSubclasses(),
        of(
                Role.DBCP_FACTORY,
                "org/apache/commons/dbcp/PoolableConnectionFactory",
                "_connFactory",
                "Lorg/apache/commons/dbcp/ConnectionFactory;")
            .withSubclasses(),
        of(
                Role.DRIVER,
                "org/apache/commons/dbcp2/DriverConnectionFactory",
                "connectionString",
                TEXT)
            .or("before 2.7", "connectUri", TEXT),
        of(Role.DRIVER, "org/apache/commons/dbcp/DriverConnectionFactory", "_connectUri", TEXT),
        of(Role.C3P0, "com/mchange/v2/resourcepool/BasicResourcePool", "max", "I"),
        of(
                Role.HTTP4,
                "org/apache/http/pool/AbstractConnPool",
                "maxTotal",
                "I",
                "defaultMaxPerRoute",
                "I")
            .withSubclasses(),
        of(Role.LEASED, "org/apache/http/pool/PoolEntry", "route", "Ljava/lang/Object;")
            .withSubclasses(),
        of(
            Role.ROUTE,
            "org/apache/http/conn/routing/HttpRoute",
            "targetHost",
            "Lorg/apache/http/HttpHost;"),
        of(
            Role.HOST,
            "org/apache/http/HttpHost",
            "schemeName",
            TEXT,
            "hostname",
            TEXT,
            "port",
            "I"),
        of(
                Role.HTTP5,
                HTTP5 + "impl/io/PoolingHttpClientConnectionManager",
                "pool",
                "L" + CORE5 + "pool/ManagedConnPool;")
            .withSubclasses(),
        of(
                Role.HTTP5_STRICT,
                CORE5 + "pool/StrictConnPool",
                "maxTotal",
                "I",
                "defaultMaxPerRoute",
                "I")
            .withSubclasses(),
        of(Role.HTTP5_LAX, CORE5 + "pool/LaxConnPool", "defaultMaxPerRoute", "I").withSubclasses(),
        of(Role.LEASED, CORE5 + "pool/PoolEntry", "route", "Ljava/lang/Object;"),
        of(Role.ROUTE, HTTP5 + "HttpRoute", "targetHost", "L" + CORE5 + "http/HttpHost;"),
        of(
            Role.HOST,
            CORE5 + "http/HttpHost",
            "schemeName",
            TEXT,
            "host",
            "L" + CORE5 + "net/Host;"),
        of(Role.NAMED_HOST, CORE5 + "net/Host", "name", TEXT, "port", "I"),
        of(
            Role.WRAPPER,
            "com/zaxxer/hikari/pool/PoolEntry",
            "connection",
            CONNECTION,
            "openStatements?",
            "Lcom/zaxxer/hikari/util/FastList;"),
        of(Role.STATEMENTS, "com/zaxxer/hikari/util/FastList", "size", "I"),
        of(Role.WRAPPER, "org/apache/tomcat/jdbc/pool/PooledConnection", "connection", CONNECTION),
        of(Role.WRAPPER, "org/apache/commons/dbcp2/DelegatingConnection", "connection", CONNECTION)
            .withSubclasses(),
        of(Role.H2_CONNECTION, "org/h2/jdbc/JdbcConnection", "session", "Lorg/h2/engine/Session;"),
        of(
            Role.H2_SESSION,
            "org/h2/engine/SessionLocal",
            "transaction",
            "Lorg/h2/mvstore/tx/Transaction;"),
        of(
            Role.H2_TRANSACTION,
            "org/h2/mvstore/tx/Transaction",
            "transactionId",
            "I",
            "timeoutMillis",
            "I",
            "blockingTransaction",
            "Lorg/h2/mvstore/tx/Transaction;"));
  }

  private static KnownClass of(Role role, String name, String... fields) {
    return KnownClass.of("connection pools", role, name, fields);
  }
}
