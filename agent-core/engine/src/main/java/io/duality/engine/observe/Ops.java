package io.duality.engine.observe;

import io.duality.boot.Op;
import io.duality.model.EndedWait.Outcome;
import io.duality.model.ResourceKind;

/** How the codes of woven code are spelled in looks, events and files. */
public final class Ops {
  private Ops() {}

  /** What a thread tries, as {@code OpenWait.op} spells it. */
  public static String of(ResourceKind kind, int op) {
    return switch (op) {
      case Op.ACQUIRE -> acquire(kind, false);
      case Op.ACQUIRE_SHARED -> acquire(kind, true);
      case Op.AWAIT, Op.ADVANCE -> "await";
      case Op.PUT -> "put";
      case Op.TAKE -> "take";
      case Op.GET -> "get";
      case Op.JOIN -> "join";
      case Op.SLEEP -> "sleep";
      case Op.TRANSFER -> "transfer";
      case Op.EXCHANGE -> "exchange";
      case Op.BORROW -> "borrow";
      case Op.READ -> "read";
      case Op.WRITE -> "write";
      case Op.CONNECT -> "connect";
      case Op.ACCEPT -> "accept";
      case Op.WAIT_FOR -> "wait-for";
      default -> "park";
    };
  }

  private static String acquire(ResourceKind kind, boolean shared) {
    return switch (kind) {
      case LOCK -> "lock";
      case READ_WRITE_LOCK -> shared ? "read-lock" : "write-lock";
      case LATCH, BARRIER, CONDITION -> "await";
      case FUTURE -> "get";
      default -> "acquire";
    };
  }

  /** How a wait ended. */
  public static Outcome outcome(int outcome) {
    return switch (outcome) {
      case Op.ACQUIRED -> Outcome.ACQUIRED;
      case Op.TIMEOUT -> Outcome.TIMEOUT;
      case Op.INTERRUPTED -> Outcome.INTERRUPTED;
      case Op.FAILED -> Outcome.FAILED;
      default -> Outcome.UNKNOWN;
    };
  }
}
