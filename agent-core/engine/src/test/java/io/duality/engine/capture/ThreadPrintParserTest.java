package io.duality.engine.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.observe.PrintedStack;
import io.duality.engine.observe.PrintedThread;
import io.duality.engine.observe.ThreadPrint;
import io.duality.engine.observe.ThreadPrintParser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ThreadPrintParserTest {
  private static final String ODD =
      "odd \"name\" #12 daemon\n\n\"forged\" #1 prio=5 os_prio=0 cpu=1.00ms elapsed=1.00s"
          + " tid=0x0000000000000042 nid=0x1 runnable  [0x0]\n\tat no.such.Frame(X.java:1)\nend";

  @Test
  void thread_of_the_live_print_has_its_state_its_frames_and_its_numbers() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try (Waiting waiting = new Waiting("plain waiter", lock)) {
      ThreadDump dump = new ThreadSource(Integer.MAX_VALUE, 0).take(null);
      PrintedThread seen = find(dump.print(), waiting.thread);
      assertEquals("plain waiter", seen.name());
      assertEquals(Thread.State.WAITING, seen.state());
      assertTrue(seen.daemon());
      assertTrue(seen.nid() > 0, "nid " + seen.nid());
      assertTrue(seen.cpuMillis() >= 0, "cpu " + seen.cpuMillis());
      assertEquals("park", seen.frames().get(0).getMethodName());
      assertTrue(
          seen.frames().stream()
              .anyMatch(f -> f.getClassName().equals(ReentrantLock.class.getName())),
          seen.frames().toString());
      assertEquals(waiting.thread.getStackTrace().length, seen.frames().size());
      assertTrue(dump.print().text().contains("Locked ownable synchronizers"));
    } finally {
      lock.unlock();
    }
  }

  @Test
  void frames_read_from_the_print_are_those_that_the_thread_reports_itself() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try (Waiting waiting = new Waiting("frames", lock)) {
      ThreadDump dump = new ThreadSource(0, 0).take(null);
      List<String> printed =
          find(dump.print(), waiting.thread).frames().stream()
              .map(ThreadPrintParserTest::plain)
              .filter(frame -> !frame.contains("Lambda"))
              .toList();
      List<String> own =
          java.util.Arrays.stream(waiting.thread.getStackTrace())
              .map(ThreadPrintParserTest::plain)
              .filter(frame -> !frame.contains("Lambda"))
              .toList();
      assertEquals(own, printed);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void name_that_forges_a_header_is_one_thread_with_its_own_name_and_no_foreign_frames()
      throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try (Waiting waiting = new Waiting(ODD, lock)) {
      ThreadDump dump = new ThreadSource(Integer.MAX_VALUE, 0).take(null);
      assertEquals(ODD, find(dump.print(), waiting.thread).name());
      assertFalse(
          dump.print().threads().stream().anyMatch(thread -> thread.name().equals("forged")));
      assertFalse(
          dump.print().threads().stream()
              .flatMap(thread -> thread.frames().stream())
              .anyMatch(frame -> frame.getClassName().equals("no.such")),
          "the forged frame belongs to nobody");
    } finally {
      lock.unlock();
    }
  }

  @Test
  void text_keeps_the_layout_of_the_jvm_and_has_the_notes_behind_the_state() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try (Waiting waiting = new Waiting(ODD, lock)) {
      ThreadDump dump = new ThreadSource(Integer.MAX_VALUE, 0).take(null);
      PrintedThread odd = find(dump.print(), waiting.thread);
      String text =
          ThreadsText.of(
              dump,
              id ->
                  id == odd.id()
                      ? List.of("- duality: waiting for com.acme.A.lock 4.2s")
                      : List.of());
      assertTrue(
          Pattern.compile(
                  "\"odd \"name\" #12 daemon  \"forged\" #1 [^\n]* end\" #"
                      + odd.id()
                      + " [^\n]*\n   java.lang.Thread.State: WAITING \\(parking\\)\n"
                      + "\t- duality: waiting for com.acme.A.lock 4.2s\n\tat ")
              .matcher(text)
              .find(),
          text);
      String without = text.replace("\t- duality: waiting for com.acme.A.lock 4.2s\n", "");
      assertEquals(dump.print().text().replace(ODD, ODD.replaceAll("\\p{Cntrl}", " ")), without);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void thread_beans_give_the_same_layout_where_the_command_is_missing() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    try (Waiting waiting = new Waiting("bean waiter", lock)) {
      String text =
          ThreadBeanPrint.text(java.lang.management.ManagementFactory.getThreadMXBean(), true);
      ThreadPrint print = ThreadPrintParser.parse(text, id -> null);
      PrintedThread seen = find(print, waiting.thread);
      assertEquals("bean waiter", seen.name());
      assertEquals(Thread.State.WAITING, seen.state());
      assertEquals(waiting.thread.getStackTrace().length, seen.frames().size());
      assertTrue(text.contains("\t- parking to wait for  <0x"));
    } finally {
      lock.unlock();
    }
  }

  @Test
  void carrier_of_25_keeps_its_frames_apart_from_those_of_the_thread_it_carries() {
    String text =
        """
        Full thread dump OpenJDK 64-Bit Server VM (25.0.3+9-LTS mixed mode, sharing):

        Threads class SMR info:
        _java_thread_list=0x00007f2d600e12c0, length=1, elements={
        0x00007f8c9410a120
        }

        "ForkJoinPool-1-worker-1" #23 [11720] daemon prio=5 os_prio=0 cpu=714.92ms elapsed=0.76s \
        tid=0x00007f8c9410a120  [0x00007f8c98703000]
           Carrying virtual thread #22
        \tat jdk.internal.vm.Continuation.run(java.base@25.0.3/Continuation.java:251)
           Mounted virtual thread #22
        \tat V.lambda$main$0(V.java:4)
        \t- waiting on the Class initialization monitor for V$Prices
        \t- locked <0x000000070a0f4250> (a java.lang.Object)
        \tat V$$Lambda/0x000000001c040210.run(Unknown Source)

           Locked ownable synchronizers:
        \t- None

        "VM Thread" os_prio=0 cpu=1.93ms elapsed=0.78s tid=0x00007f8c940a8340 nid=11709 runnable \

        JNI global refs: 7, weak refs: 0
        """;
    ThreadPrint print = ThreadPrintParser.parse(text, id -> null);
    assertEquals(1, print.threads().size());
    PrintedThread carrier = print.threads().get(0);
    assertEquals(23, carrier.id());
    assertEquals(22, carrier.carries());
    assertEquals(-1, carrier.nid());
    assertEquals(1, carrier.frames().size());
    assertEquals(
        Map.of(
            22L,
            new PrintedStack(
                List.of(
                    ThreadPrintParser.frame("V.lambda$main$0(V.java:4)"),
                    ThreadPrintParser.frame("V$$Lambda/0x000000001c040210.run(Unknown Source)")),
                "V$Prices",
                null,
                List.of(new PrintedStack.Locked(0, "0x000000070a0f4250", "java.lang.Object")))),
        print.mounted());
  }

  @Test
  void frame_is_spelled_like_the_stack_trace_element_of_the_same_place() {
    assertEquals(
        "java.base/java.lang.Thread.run(Thread.java:840)",
        ThreadPrintParser.frame("java.lang.Thread.run(java.base@17.0.15/Thread.java:840)")
            .toString());
    assertEquals(
        "java.base/jdk.internal.misc.Unsafe.park(Native Method)",
        ThreadPrintParser.frame("jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)")
            .toString());
    assertEquals(
        "P$$Lambda$1/0x00007fdfa0000a08.run(Unknown Source)",
        ThreadPrintParser.frame("P$$Lambda$1/0x00007fdfa0000a08.run(Unknown Source)").toString());
    assertEquals(
        "java.base/java.lang.Thread.run(Thread.java:1474)",
        VirtualThreads.frame("java.base/java.lang.Thread.run(Thread.java:1474)").toString());
    assertEquals(
        "com.acme.Foo$$Lambda/0x0000a.run(Unknown Source)",
        VirtualThreads.frame("app//com.acme.Foo$$Lambda/0x0000a.run(Unknown Source)").toString());
  }

  static PrintedThread find(ThreadPrint print, Thread thread) {
    PrintedThread found =
        print.threads().stream().filter(t -> t.id() == thread.getId()).findFirst().orElse(null);
    assertNotNull(found, () -> thread + " is not in\n" + print.text());
    return found;
  }

  private static String plain(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
  }

  /** A thread that waits for a lock, seen to be parked. */
  private static final class Waiting implements AutoCloseable {
    final Thread thread;

    Waiting(String name, ReentrantLock lock) throws InterruptedException {
      CountDownLatch started = new CountDownLatch(1);
      thread =
          new Thread(
              () -> {
                started.countDown();
                try {
                  lock.lockInterruptibly();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              },
              name);
      thread.setDaemon(true);
      thread.start();
      started.await();
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (thread.getState() != Thread.State.WAITING) {
        assertTrue(System.nanoTime() < deadline, "it never parked");
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
