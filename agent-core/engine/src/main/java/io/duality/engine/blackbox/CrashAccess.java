package io.duality.engine.blackbox;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a signal came about, by the {@code siginfo} line of a crash log. */
final class CrashAccess {
  private static final Pattern CODE =
      Pattern.compile("^siginfo: si_signo: \\d+ \\((\\w+)\\), si_code: -?\\d+ \\((\\w+)\\)");
  private static final Pattern ADDRESS = Pattern.compile("si_addr: 0x([0-9a-f]+)");
  private static final Pattern SENDER = Pattern.compile("si_pid: (\\d+)");
  private static final Pattern STACK =
      Pattern.compile("^Stack: \\[0x([0-9a-f]+),0x([0-9a-f]+)\\],  sp=0x([0-9a-f]+)");

  /** An address below this was reached from a null pointer. */
  private static final long FIRST_PAGES = 1 << 16;

  private String code = "";
  private String address;
  private long sender = -1;
  private boolean deep;

  static CrashAccess of(List<String> lines) {
    CrashAccess access = new CrashAccess();
    for (String line : lines) {
      if (line.startsWith("siginfo: ")) {
        access.signal(line);
      } else if (line.startsWith("Stack: ")) {
        access.stack(line);
      }
    }
    return access;
  }

  private void signal(String line) {
    Matcher known = CODE.matcher(line);
    if (known.find()) {
      code = known.group(2);
    }
    Matcher touched = ADDRESS.matcher(line);
    address = touched.find() ? touched.group(1) : null;
    Matcher from = SENDER.matcher(line);
    sender = from.find() ? Long.parseLong(from.group(1)) : -1;
  }

  private void stack(String line) {
    Matcher matcher = STACK.matcher(line);
    if (matcher.find()) {
      long end = Long.parseUnsignedLong(matcher.group(1), 16);
      long pointer = Long.parseUnsignedLong(matcher.group(3), 16);
      deep = Long.compareUnsigned(pointer - end, FIRST_PAGES) < 0 || pointer - end < 0;
    }
  }

  /** Which process sent it; -1 when it came from what the thread did. */
  long sender() {
    return sender;
  }

  /** In a clause, or null. */
  String text(long ownPid) {
    if (sender >= 0) {
      return sender == ownPid
          ? "the process sent the signal to itself (abort or raise in native code)"
          : "process " + sender + " sent the signal";
    }
    if (deep) {
      return "its stack was used up: a recursion that has no end, or too small a stack (-Xss)";
    }
    long touched = address == null ? -1 : Long.parseUnsignedLong(address, 16);
    String at = address == null ? "an address" : "address 0x" + Long.toHexString(touched);
    return switch (code) {
      case "SEGV_MAPERR" ->
          touched >= 0 && touched < FIRST_PAGES
              ? "it touched " + at + ": a null pointer"
              : "it touched " + at + ", where nothing is mapped: a damaged or freed pointer";
      case "SEGV_ACCERR" -> "it touched " + at + " in a way that is not allowed there";
      case "BUS_ADRERR" ->
          "it touched a page of a mapped file that is no longer there: the file was cut short, or"
              + " its disk (or /dev/shm) is full";
      case "BUS_ADRALN" -> "it touched " + at + ", which is not aligned";
      case "BUS_OBJERR", "BUS_MCEERR_AR" -> "the hardware or disk behind " + at + " failed";
      case "SI_KERNEL" -> "it used a pointer that can be none: memory was damaged before";
      case "FPE_INTDIV" -> "it divided by zero";
      case "ILL_ILLOPN", "ILL_ILLOPC" ->
          "the processor does not know the instruction: a library built for another processor, or"
              + " damaged code";
      default -> null;
    };
  }
}
