package io.duality.engine.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JVM's thread print, layouts of 17 to 25.
 *
 * <p>A thread name may hold quotes, line ends and whole forged headers. A header counts only when
 * its {@code tid} stands in the list of threads that opens the print; the name of an odd one is
 * asked for by thread id and found in the text.
 */
public final class ThreadPrintParser {
  private static final Pattern TAIL =
      Pattern.compile(
          "\" #(?<id>\\d+) (?:\\[-?\\d+\\] )?(?<daemon>daemon )?(?:prio=(?<prio>-?\\d+) )?"
              + "os_prio=-?\\d+ (?:cpu=(?<cpu>[\\d.]+)ms )?(?:elapsed=(?<elapsed>[\\d.]+)s )?"
              + "(?:allocated=\\S+ )?(?:defined_classes=\\d+ )?tid=(?<tid>0x\\p{XDigit}+) "
              + "(?:nid=(?<nid>0x\\p{XDigit}+|-?\\d+) )?[^\"]*$");
  private static final Pattern ADDRESS = Pattern.compile("0x\\p{XDigit}+");
  private static final Pattern LOCKED =
      Pattern.compile("locked <(?<address>0x\\p{XDigit}+)> \\(an? (?<type>[^ )]+)[^)]*\\)");
  private static final Pattern WANTS =
      Pattern.compile("waiting to (?:re-)?lock (?:in wait\\(\\) )?<(?<address>0x\\p{XDigit}+)>");
  private static final String NOTE = "\t- ";
  private static final String INITIALIZER = "waiting on the Class initialization monitor for ";
  private static final String STATE = "   java.lang.Thread.State: ";
  private static final String CARRIES = "   Carrying virtual thread #";
  private static final String MOUNTED = "   Mounted virtual thread #";

  private final String text;
  private final LongFunction<String> names;
  private final Set<String> known = new HashSet<>();
  private final List<PrintedThread> threads = new ArrayList<>();
  private final Map<Long, Building> mounted = new HashMap<>();

  private Header open;
  private Thread.State state = Thread.State.RUNNABLE;
  private long carries = -1;
  private int notesAt = -1;
  private Building own = new Building();
  private Building stack = own;

  private ThreadPrintParser(String text, LongFunction<String> names) {
    this.text = text;
    this.names = names;
  }

  /**
   * Reads a print.
   *
   * @param names the current name of a thread by its id, or null when it is gone; asked only about
   *     names that cannot be read from the text alone
   */
  public static ThreadPrint parse(String text, LongFunction<String> names) {
    ThreadPrintParser parser = new ThreadPrintParser(text, names);
    parser.run();
    Map<Long, PrintedStack> mounted = new HashMap<>();
    parser.mounted.forEach((id, stack) -> mounted.put(id, stack.built()));
    return new ThreadPrint(text, parser.threads, mounted);
  }

  /** A stack whose lines are being read. */
  private static final class Building {
    final List<StackTraceElement> frames = new ArrayList<>();
    final List<PrintedStack.Locked> locked = new ArrayList<>();
    String initializer;
    String wants;

    PrintedStack built() {
      return new PrintedStack(frames, initializer, wants, locked);
    }
  }

  private record Header(Matcher tail, String name, int from, int end) {}

  private void run() {
    int at = listOfThreads();
    int paragraph = at;
    while (at < text.length()) {
      int end = lineEnd(at);
      int next = Math.min(end + 1, text.length());
      String line = text.substring(at, end);
      if (at == paragraph && line.startsWith("\"")) {
        close(); // every header opens a paragraph; what follows may be the lines of an odd name
      }
      Matcher tail = line.contains(" os_prio=") ? header(line) : null;
      if (tail != null) {
        close();
        open = open(tail, line, at, paragraph, next);
        stack = new Building();
        own = stack;
      } else if (line.isEmpty()) {
        paragraph = next;
      } else if (open != null) {
        body(line, next);
      }
      at = next;
    }
    close();
  }

  private void body(String line, int next) {
    if (line.startsWith("\tat ")) {
      stack.frames.add(frame(line.substring(4)));
    } else if (line.startsWith(NOTE)) {
      note(line.substring(NOTE.length()));
    } else if (line.startsWith(STATE)) {
      state = state(line.substring(STATE.length()));
      notesAt = next;
    } else if (line.startsWith(CARRIES)) {
      carries = number(line.substring(CARRIES.length()));
      notesAt = next;
    } else if (line.startsWith(MOUNTED)) {
      stack = new Building(); // from here on the frames are the virtual thread's
      mounted.put(number(line.substring(MOUNTED.length())), stack);
    }
  }

  /** What the print says below a frame of the monitors that this frame has to do with. */
  private void note(String text) {
    if (text.startsWith(INITIALIZER)) {
      stack.initializer = text.substring(INITIALIZER.length()).strip();
      return;
    }
    Matcher wants = WANTS.matcher(text);
    if (wants.lookingAt() && stack.wants == null) {
      stack.wants = wants.group("address");
    }
    Matcher locked = LOCKED.matcher(text);
    if (locked.matches() && !stack.frames.isEmpty()) {
      stack.locked.add(
          new PrintedStack.Locked(
              stack.frames.size() - 1, locked.group("address"), locked.group("type")));
    }
  }

  /** Reads the addresses of all Java threads and returns the offset behind them. */
  private int listOfThreads() {
    int from = text.indexOf("Threads class SMR info:");
    int to = from < 0 ? -1 : text.indexOf('}', from);
    if (to < 0) {
      return 0;
    }
    Matcher address = ADDRESS.matcher(text.substring(text.indexOf('{', from) + 1, to));
    while (address.find()) {
      known.add(address.group());
    }
    return Math.min(lineEnd(to) + 1, text.length());
  }

  private Matcher header(String line) {
    Matcher tail = TAIL.matcher(line);
    return tail.find() && (known.isEmpty() || known.contains(tail.group("tid"))) ? tail : null;
  }

  private Header open(Matcher tail, String line, int at, int paragraph, int next) {
    int nameEnd = at + tail.start();
    if (at == paragraph && line.startsWith("\"") && line.indexOf('"', 1) == tail.start()) {
      return new Header(tail, line.substring(1, tail.start()), at, next);
    }
    String name = names.apply(Long.parseLong(tail.group("id")));
    int from = name == null ? -1 : nameEnd - name.length() - 1;
    if (from >= 0 && text.startsWith("\"" + name, from)) {
      return new Header(tail, name, from, next);
    }
    // The thread is gone or was renamed meanwhile: its paragraph is the best guess.
    int begin = text.startsWith("\"", paragraph) ? paragraph + 1 : paragraph;
    return new Header(tail, text.substring(Math.min(begin, nameEnd), nameEnd), paragraph, next);
  }

  private void close() {
    if (open != null) {
      Matcher tail = open.tail;
      threads.add(
          new PrintedThread(
              Long.parseLong(tail.group("id")),
              open.name,
              tail.group("daemon") != null,
              tail.group("prio") == null ? Thread.NORM_PRIORITY : clamp(tail.group("prio")),
              tail.group("nid") == null ? -1 : Long.decode(tail.group("nid")),
              tail.group("cpu") == null ? -1 : Double.parseDouble(tail.group("cpu")),
              tail.group("elapsed") == null ? -1 : Double.parseDouble(tail.group("elapsed")) * 1000,
              state,
              carries,
              own.built(),
              open.from,
              open.end,
              notesAt));
    }
    open = null;
    state = Thread.State.RUNNABLE;
    carries = -1;
    notesAt = -1;
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static int clamp(String priority) {
    return Math.max(1, Math.min(10, Integer.parseInt(priority)));
  }

  private static Thread.State state(String text) {
    int end = text.indexOf(' ');
    String word = end < 0 ? text : text.substring(0, end);
    for (Thread.State state : Thread.State.values()) {
      if (state.name().equals(word)) {
        return state;
      }
    }
    return Thread.State.RUNNABLE;
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits.strip());
    } catch (NumberFormatException e) {
      return -1; // a layout no JDK up to 25 has; the thread stays, without this fact
    }
  }

  /** {@code java.lang.Thread.run(java.base@17.0.15/Thread.java:840)} as the JDK's own element. */
  public static StackTraceElement frame(String text) {
    int open = text.lastIndexOf('(');
    int dot = open < 0 ? -1 : text.lastIndexOf('.', open);
    if (dot < 0) {
      return new StackTraceElement(text, "", null, -1);
    }
    int close = text.endsWith(")") ? text.length() - 1 : text.length();
    String place = text.substring(open + 1, close);
    String module = null;
    int slash = place.indexOf('/');
    if (slash >= 0) {
      int version = place.indexOf('@');
      module = place.substring(0, version >= 0 && version < slash ? version : slash);
      place = place.substring(slash + 1);
    }
    String type = text.substring(0, dot);
    String method = text.substring(dot + 1, open);
    if (place.equals("Native Method")) {
      return new StackTraceElement(null, module, null, type, method, null, -2);
    }
    int colon = place.lastIndexOf(':');
    long line = colon < 0 ? -1 : number(place.substring(colon + 1));
    String file = colon < 0 ? place : place.substring(0, colon);
    return new StackTraceElement(
        null, module, null, type, method, file.equals("Unknown Source") ? null : file, (int) line);
  }
}
