package io.duality.engine.log;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that leads into one sink. */
final class AgentLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient LogSink sink;

  AgentLogger(String name, LogSink sink) {
    this.name = name;
    this.sink = sink;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    try {
      String message =
          arguments == null || arguments.length == 0
              ? pattern
              : MessageFormatter.basicArrayFormat(pattern, texts(arguments));
      sink.log(System.currentTimeMillis(), level, name, message, thrown);
    } catch (Throwable e) { // a log line must not become the application's problem
      sink.lost();
    }
  }

  /** Arguments as texts; one whose {@code toString} fails is named instead. */
  private static Object[] texts(Object[] arguments) {
    Object[] texts = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      try {
        texts[i] = String.valueOf(arguments[i]);
      } catch (Throwable e) { // whatever the argument throws, the line is still worth writing
        texts[i] = "[" + arguments[i].getClass().getName() + ", toString failed]";
      }
    }
    return texts;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return sink.takes(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return sink.takes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return sink.takes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return sink.takes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return sink.takes(Level.ERROR);
  }

  /** The inherited way asks the logger factory, which this log does without. */
  @Override
  protected Object readResolve() throws ObjectStreamException {
    throw new InvalidObjectException("a logger of the agent is not serializable");
  }
}
