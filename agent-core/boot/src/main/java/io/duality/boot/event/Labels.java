package io.duality.boot.event;

import io.duality.boot.Op;

/** The spelling of codes in events: the same words that the bundle's files use. */
final class Labels {
  private static final String[] OPS = {
    "none",
    "acquire",
    "acquire-shared",
    "await",
    "put",
    "take",
    "get",
    "join",
    "sleep",
    "transfer",
    "advance",
    "exchange",
    "park",
  };

  private static final String[] OUTCOMES = {
    "unknown", "acquired", "timeout", "interrupted", "failed",
  };

  private Labels() {}

  static String op(int op) {
    switch (op) {
      case Op.READ:
        return "read";
      case Op.WRITE:
        return "write";
      case Op.CONNECT:
        return "connect";
      case Op.ACCEPT:
        return "accept";
      case Op.WAIT_FOR:
        return "wait-for";
      default:
        return op >= 0 && op < OPS.length ? OPS[op] : OPS[Op.NONE];
    }
  }

  static String outcome(int outcome) {
    return outcome >= 0 && outcome < OUTCOMES.length ? OUTCOMES[outcome] : OUTCOMES[Op.UNKNOWN];
  }

  static String kind(String className, int op) {
    switch (op) {
      case Op.PUT:
      case Op.TAKE:
      case Op.TRANSFER:
        return "queue";
      case Op.GET:
        return "future";
      case Op.ADVANCE:
      case Op.EXCHANGE:
        return "barrier";
      case Op.AWAIT:
        return "condition";
      case Op.JOIN:
        return "thread-end";
      case Op.SLEEP:
        return "sleep";
      case Op.PARK:
        return "park";
      case Op.READ:
      case Op.WRITE:
      case Op.CONNECT:
      case Op.ACCEPT:
        return "socket";
      case Op.WAIT_FOR:
        return "process";
      default:
        return synchronizer(className);
    }
  }

  private static String synchronizer(String className) {
    if (className.startsWith("java.util.concurrent.locks.ReentrantLock$")) {
      return "lock";
    }
    if (className.startsWith("java.util.concurrent.locks.ReentrantReadWriteLock$")
        || className.startsWith("java.util.concurrent.locks.StampedLock")) {
      return "read-write-lock";
    }
    if (className.startsWith("java.util.concurrent.Semaphore$")) {
      return "semaphore";
    }
    if (className.startsWith("java.util.concurrent.CountDownLatch$")) {
      return "latch";
    }
    return "synchronizer";
  }
}
