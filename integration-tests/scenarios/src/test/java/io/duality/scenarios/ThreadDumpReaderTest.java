package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import me.bechberger.jthreaddump.model.ThreadDump;
import me.bechberger.jthreaddump.model.ThreadInfo;
import me.bechberger.jthreaddump.parser.ThreadDumpParser;

/** Somebody else's reader of thread dumps reads ours, and our lines change nothing for it. */
final class ThreadDumpReaderTest {

  @OnEveryJdk
  void readers_of_thread_dumps_see_the_same_threads_with_and_without_our_lines(AgentJvm jvm)
      throws IOException {
    OpenedBundle bundle = Incident.soon(jvm, "stall", BusyHolder.class).bundle();
    String ours = bundle.text("threads.txt");
    String bare =
        ours.lines()
            .filter(line -> !line.startsWith("\t- duality: "))
            .collect(Collectors.joining("\n", "", "\n"));
    assertFalse(bare.equals(ours), "there are lines of ours to be ignored");

    ThreadDump read = ThreadDumpParser.parse(ours);

    assertEquals(sorted(ThreadDumpParser.parse(bare)), sorted(read));
    ThreadInfo victim =
        read.threads().stream().filter(t -> t.name().equals("http-1")).findFirst().orElseThrow();
    assertEquals(Thread.State.WAITING, victim.state());
    assertTrue(
        victim.stackTrace().stream().anyMatch(f -> f.toString().contains("ReentrantLock")),
        () -> victim.stackTrace().toString());
  }

  private static List<ThreadInfo> sorted(ThreadDump dump) {
    return dump.threads().stream().sorted(Comparator.comparing(ThreadInfo::name)).toList();
  }
}
