package io.duality.engine.observe;

import java.util.List;

/**
 * A stack of the JVM's thread print.
 *
 * @param frames top first
 * @param initializer the class whose initialisation by another thread it waits for, or null
 * @param wants the address of the monitor that it wants to enter, or null
 * @param locked the monitors it has entered, the latest first
 */
public record PrintedStack(
    List<StackTraceElement> frames, String initializer, String wants, List<Locked> locked) {
  public PrintedStack {
    frames = List.copyOf(frames);
    locked = List.copyOf(locked);
  }

  /**
   * A monitor that a frame entered.
   *
   * @param frame index of the frame
   * @param address of the object at the moment of the print, which says what is the same object
   * @param className of the object
   */
  public record Locked(int frame, String address, String className) {}
}
