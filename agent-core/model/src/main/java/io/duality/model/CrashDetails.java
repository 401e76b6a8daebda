package io.duality.model;

import java.util.List;
import java.util.Objects;

/**
 * What the JVM's crash log says beside the place of the crash.
 *
 * @param message what the JVM says of an end of its own, such as {@code fatal error: OutOfMemory
 *     encountered: Java heap space}; or null
 * @param access how the signal came about, a clause: the address that was touched, a file that was
 *     cut short, or the process that sent it; or null
 * @param sentBy the process that sent the signal, or -1 when nobody did
 * @param role what kind of thread it was, such as {@code garbage collection}, {@code compiler},
 *     {@code VM}, {@code Java}; or null
 * @param compiling the method that was being compiled and by which compiler, or null
 * @param javaFrames the Java frames of that thread, top first
 * @param jdk name and build of the runtime, or null
 * @param memory how full the heap and the machine were, a figure each
 */
public record CrashDetails(
    String message,
    String access,
    long sentBy,
    String role,
    String compiling,
    List<String> javaFrames,
    String jdk,
    List<String> memory) {
  public static final String COLLECTOR = "garbage collection";
  public static final String COMPILER = "compiler";
  public static final String VM = "VM";
  public static final String JAVA = "Java";

  /** Nothing is known. */
  public static final CrashDetails NONE =
      new CrashDetails(null, null, -1, null, null, List.of(), null, List.of());

  public CrashDetails {
    Objects.requireNonNull(javaFrames, "javaFrames");
    javaFrames = List.copyOf(javaFrames);
    memory = List.copyOf(memory);
  }

  /** Whether a process sent the signal, so that the frame tells nothing. */
  public boolean sent() {
    return sentBy >= 0;
  }
}
