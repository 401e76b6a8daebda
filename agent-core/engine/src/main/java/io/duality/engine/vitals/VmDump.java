package io.duality.engine.vitals;

/** What the JVM was told to do by itself when its memory is exhausted. */
public interface VmDump {
  /** Tells the JVM what the limits and the size of the heap say now; on the watch's thread. */
  void tend(long now);

  /** Whether the JVM has begun to write a dump because memory was exhausted. */
  boolean begun();

  /** Why the JVM writes none, or null when it would. */
  String reason();

  /** Nobody tells the JVM anything. */
  VmDump NONE =
      new VmDump() {
        @Override
        public void tend(long now) {}

        @Override
        public boolean begun() {
          return false;
        }

        @Override
        public String reason() {
          return "nobody has armed it";
        }
      };
}
