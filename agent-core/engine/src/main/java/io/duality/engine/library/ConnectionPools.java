package io.duality.engine.library;

import io.duality.engine.library.ConnectionTables.Role;

/** What a connection pool tells of itself: its name, how many connections it may have. */
public final class ConnectionPools {
  private final KnownClasses known;

  ConnectionPools(KnownClasses known) {
    this.known = known;
  }

  /**
   * What is known of a pool.
   *
   * @param name what people call it; not unique when {@code own} is false
   * @param own whether the name is the pool's own, so that two pools have two names
   * @param className the class that people know
   * @param limit how many connections it may have, or -1 when unknown or unlimited
   * @param partLimit how many connections a part of it may have (a route), or -1
   * @param timeoutMillis after how long a borrower gives up, 0 when never or not kept there
   */
  public record Facts(
      String name, boolean own, String className, long limit, long partLimit, long timeoutMillis) {}

  /** What is known of a pool; one that is not known is called by its class. */
  public Facts of(Object pool) {
    Shape shape = known.of(pool);
    String className = pool.getClass().getName();
    if (!(shape.role() instanceof Role role)) {
      return new Facts(className, false, className, -1, -1, 0);
    }
    return switch (role) {
      case HIKARI -> {
        Object config = shape.reference(pool, 1);
        long limit = integer(config, Role.HIKARI_CONFIG, 0);
        yield facts(shape.text(pool, 0), "HikariCP pool", className, limit, -1, 0);
      }
      case TOMCAT -> {
        Object properties = shape.reference(pool, 0);
        Shape its = known.of(properties).as(Role.TOMCAT_PROPERTIES);
        long limit = integer(properties, Role.TOMCAT_PROPERTIES, 1);
        yield facts(its.text(properties, 0), "Tomcat JDBC pool", className, limit, -1, 0);
      }
      case POOL2_SINGLE -> {
        Object factory = shape.reference(pool, 0);
        long limit = integer(pool, Role.POOL2, 0);
        yield facts(database(factory, "dbcp2 "), made("", factory), className, limit, -1, 0);
      }
      case POOL2_KEYED -> {
        Object factory = shape.reference(pool, 0);
        long limit = integer(pool, Role.POOL2, 0);
        long each = positive(shape.integer(pool, 1));
        yield facts(null, made("keyed ", factory), className, limit < 0 ? each : limit, each, 0);
      }
      case POOL1, POOL1_KEYED -> {
        Object factory = shape.reference(pool, 0);
        long limit = positive(shape.integer(pool, 1));
        long wait = Math.max(0, shape.longInteger(pool, 2));
        yield facts(database(factory, "dbcp "), made("", factory), className, limit, -1, wait);
      }
      case C3P0 -> facts(null, "c3p0 pool", className, positive(shape.integer(pool, 0)), -1, 0);
      case HTTP4 ->
          facts(
              null,
              "http client pool",
              className,
              positive(shape.integer(pool, 0)),
              positive(shape.integer(pool, 1)),
              0);
      case HTTP5 -> {
        Object inner = shape.reference(pool, 0);
        long total = integer(inner, Role.HTTP5_STRICT, 0);
        long each =
            known.of(inner).is(Role.HTTP5_LAX)
                ? integer(inner, Role.HTTP5_LAX, 0)
                : integer(inner, Role.HTTP5_STRICT, 1);
        yield facts(null, "http client pool", className, total, each, 0);
      }
      default -> new Facts(className, false, className, -1, -1, 0);
    };
  }

  /**
   * The name of a part of a pool: {@code route http://10.0.0.5:80}; null when it is not known.
   *
   * @param part as the wait for a connection names it, or null
   */
  public String part(Object part) {
    Shape route = known.of(part).as(Role.ROUTE);
    if (route == Shape.UNKNOWN) {
      return null;
    }
    Object host = route.reference(part, 0);
    Shape its = known.of(host).as(Role.HOST);
    if (its == Shape.UNKNOWN) {
      return null;
    }
    Object named = its.reference(host, 1);
    Shape inner = known.of(named).as(Role.NAMED_HOST);
    boolean nested = inner != Shape.UNKNOWN;
    String name = nested ? inner.text(named, 0) : its.text(host, 1);
    int port = nested ? inner.integer(named, 1) : its.integer(host, 2);
    return "route " + its.text(host, 0) + "://" + name + (port > 0 ? ":" + port : "");
  }

  /** Which part of its pool a connection belongs to, as {@link #part} names it; or null. */
  public String partOf(Object connection) {
    Shape leased = known.of(connection).as(Role.LEASED);
    return leased == Shape.UNKNOWN ? null : part(leased.reference(connection, 0));
  }

  /** How many statements a connection keeps open; -1 when its pool does not remember them. */
  public int openStatements(Object connection) {
    Shape wrapper = known.of(connection).as(Role.WRAPPER);
    Object list = wrapper.has(1) ? wrapper.reference(connection, 1) : null;
    Shape statements = known.of(list).as(Role.STATEMENTS);
    return statements == Shape.UNKNOWN ? -1 : statements.integer(list, 0);
  }

  private static Facts facts(
      String own, String kind, String className, long limit, long partLimit, long timeoutMillis) {
    return new Facts(
        own == null ? kind : own, own != null, className, limit, partLimit, timeoutMillis);
  }

  private long integer(Object object, Role role, int field) {
    Shape shape = known.of(object).as(role);
    return shape == Shape.UNKNOWN ? -1 : positive(shape.integer(object, field));
  }

  private static long positive(int limit) {
    return limit > 0 ? limit : -1;
  }

  /** By what is in the pool, when nobody gave it a name. */
  private static String made(String kind, Object factory) {
    return kind + "pool of " + (factory == null ? "connections" : factory.getClass().getName());
  }

  /** {@code dbcp2 jdbc:postgresql://db/orders}: no user, no password, no options. */
  private String database(Object factory, String library) {
    Shape shape = known.of(factory).as(Role.DBCP_FACTORY);
    Object driver = shape.reference(factory, 0);
    String url = known.of(driver).as(Role.DRIVER).text(driver, 0);
    return url == null ? null : library + withoutSecrets(url);
  }

  private static String withoutSecrets(String url) {
    int end = 0;
    while (end < url.length() && "?;&".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String plain = url.substring(0, end);
    int at = plain.lastIndexOf('@');
    int user = plain.lastIndexOf('/', Math.max(at, 0));
    return at < 0 ? plain : plain.substring(0, user + 1) + plain.substring(at + 1);
  }
}
