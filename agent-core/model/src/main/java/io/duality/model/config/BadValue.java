package io.duality.model.config;

/** A text that its type does not allow; the message says what is wrong or what is allowed. */
public final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  public BadValue(String message) {
    super(message, null, false, false); // a value, not a fault: nobody reads its stack
  }
}
