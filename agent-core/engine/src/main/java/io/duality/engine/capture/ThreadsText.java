package io.duality.engine.capture;

import io.duality.engine.observe.PrintedThread;
import java.util.List;
import java.util.function.LongFunction;

/**
 * {@code threads.txt}: the JVM's print as it is, with our lines behind each thread's state, where
 * thread-dump readers skip what they do not know, and the virtual threads at its end in the same
 * layout. Line ends in thread names become spaces, or no reader would find the thread.
 */
final class ThreadsText {
  private ThreadsText() {}

  /**
   * @param notes the lines about a thread by its id, without indentation
   */
  static String of(ThreadDump dump, LongFunction<List<String>> notes) {
    String text = dump.print().text();
    StringBuilder out = new StringBuilder(text.length() + text.length() / 4);
    int at = 0;
    for (PrintedThread thread : dump.print().threads()) {
      if (thread.from() < at) {
        continue;
      }
      out.append(text, at, thread.from());
      int nameEnd = thread.from() + 1 + thread.name().length();
      if (text.startsWith(thread.name(), thread.from() + 1)) {
        out.append('"').append(oneLine(thread.name()));
        out.append(text, nameEnd, thread.headerEnd());
      } else {
        out.append(text, thread.from(), thread.headerEnd());
      }
      at = thread.headerEnd();
      int notesAt = thread.notesAt() < 0 ? at : thread.notesAt();
      out.append(text, at, notesAt);
      notes(out, notes.apply(thread.id()));
      at = notesAt;
    }
    int tail = text.lastIndexOf("JNI global ref");
    int end = tail >= at ? tail : text.length();
    out.append(text, at, end);
    for (VirtualThreadSeen thread : dump.virtual()) {
      virtual(out, thread, notes.apply(thread.id()));
    }
    return out.append(text, end, text.length()).toString();
  }

  private static void virtual(StringBuilder out, VirtualThreadSeen thread, List<String> notes) {
    out.append('"')
        .append(thread.name().isEmpty() ? "virtual thread " + thread.id() : oneLine(thread.name()))
        .append("\" #")
        .append(thread.id())
        .append(" daemon prio=5 os_prio=0 tid=0x0000000000000000 nid=0x0 ")
        .append(
            switch (thread.state()) {
              case BLOCKED -> "waiting for monitor entry";
              case WAITING, TIMED_WAITING -> "waiting on condition";
              default -> "runnable";
            })
        .append("  [0x0000000000000000]\n   java.lang.Thread.State: ")
        .append(thread.state())
        .append('\n');
    notes(
        out,
        List.of(
            thread.carrier() < 0
                ? "- duality: virtual thread, not mounted or its carrier is not told"
                : "- duality: virtual thread, carried by thread #" + thread.carrier()));
    notes(out, notes);
    for (StackTraceElement frame : thread.frames()) {
      String module = frame.getModuleName() == null ? "" : frame.getModuleName() + "/";
      out.append("\tat ")
          .append(frame.getClassName())
          .append('.')
          .append(frame.getMethodName())
          .append('(')
          .append(module)
          .append(place(frame))
          .append(")\n");
    }
    out.append('\n');
  }

  private static String place(StackTraceElement frame) {
    if (frame.isNativeMethod()) {
      return "Native Method";
    }
    if (frame.getFileName() == null) {
      return "Unknown Source";
    }
    return frame.getFileName() + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
  }

  private static void notes(StringBuilder out, List<String> notes) {
    for (String note : notes) {
      out.append('\t').append(oneLine(note)).append('\n');
    }
  }

  private static String oneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cntrl}", " ");
      }
    }
    return text;
  }
}
