package io.duality.engine.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class AgentLogTest {
  @TempDir Path dir;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final LogSink sink = new LogSink(err);
  private final Logger log = new AgentLogger("Weaver", sink);
  private LogFile file;

  @BeforeEach
  void names() {
    file = new LogFile(dir.resolve("agent.log").toFile(), 1 << 20);
  }

  @Test
  void what_is_logged_before_the_file_is_known_stands_in_it_later() throws IOException {
    log.info("woven {} of {}", 3, 4);
    log.debug("not at this level");
    sink.open(file, 4711);
    List<String> lines = lines();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).endsWith("Z INFO [4711] Weaver: woven 3 of 4"), lines.get(0));
    assertEquals("", said());
  }

  @Test
  void a_warning_is_said_once_on_stderr_and_written_every_time() throws IOException {
    log.warn("hook off: {}", "AQS");
    log.warn("hook off: {}", "AQS");
    log.warn("hook off: {}", "FutureTask");
    sink.open(file, 0);
    assertEquals(
        List.of("duality: hook off: AQS", "duality: hook off: FutureTask"),
        said().lines().toList());
    assertEquals(3, lines().size());
  }

  @Test
  void once_open_a_thread_of_the_application_leaves_its_lines_to_the_agent() throws Exception {
    sink.open(file, 0);
    log.warn("from the application's thread");
    assertFalse(file().exists());
    assertEquals("", said());
    Thread watch = new Thread(() -> log.info("from ours"), "duality-watch");
    watch.start();
    watch.join();
    assertEquals(2, lines().size());
    log.info("again");
    sink.flush();
    assertEquals(3, lines().size());
  }

  @Test
  void lines_that_come_too_fast_are_dropped_counted_and_the_count_is_written() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      sink.log(i, Level.INFO, "Weaver", "line " + i, null);
    }
    assertEquals(700, sink.dropped());
    sink.open(file, 0);
    assertEquals(301, lines().size());
    assertEquals("duality: 700 lines were lost before this", lines().get(300));
    sink.log(20_000, Level.INFO, "Weaver", "later", null);
    sink.flush();
    assertTrue(lines().get(301).endsWith("later"));
  }

  @Test
  void arguments_and_exceptions_that_cannot_be_printed_do_no_harm() throws IOException {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };
    log.info("got {}", broken);
    log.info(
        "failed",
        new RuntimeException("two\\nlines", new IOException("root")) {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no text");
          }
        });
    sink.open(file, 0);
    String text = Files.readString(file().toPath());
    assertTrue(text.contains("toString failed]"), text);
    assertTrue(text.contains("caused by java.io.IOException: root"), text);
  }

  @Test
  void a_message_cannot_pretend_to_be_several_lines() throws IOException {
    log.info("thread {}", "evil\n2026-11-21T00:00:00Z ERROR Forged: line\u001b[31m");
    sink.open(file, 0);
    assertEquals(1, lines().size());
    assertFalse(lines().get(0).contains("\u001b"));
  }

  @Test
  void the_file_is_rotated_by_size_and_one_older_one_is_kept() throws IOException {
    LogFile small = new LogFile(file(), 100);
    for (int i = 0; i < 10; i++) {
      small.append("x".repeat(60) + i + "\n");
    }
    assertTrue(file().length() <= 200);
    assertTrue(new File(file().getPath() + ".1").length() <= 200);
    assertEquals(2, dir.toFile().list().length);
    assertTrue(Files.readString(file().toPath()).endsWith("9\n"));
  }

  @Test
  void a_directory_that_cannot_be_written_is_said_once_and_the_lines_are_counted() {
    sink.open(new LogFile(dir.resolve("no/such/agent.log").toFile(), 100), 0);
    log.info("one");
    sink.flush();
    log.info("two");
    sink.flush();
    assertEquals(2, sink.dropped());
    assertEquals(1, said().lines().count());
    assertTrue(said().startsWith("duality: "), said());
  }

  @Test
  void a_closed_stderr_does_not_stop_the_file() throws IOException {
    LogSink deaf =
        new LogSink(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("closed");
              }
            });
    new AgentLogger("Weaver", deaf).error("seen in the file only");
    deaf.open(file, 0);
    assertTrue(Files.readString(file().toPath()).contains("seen in the file only"));
    assertEquals(1, deaf.dropped());
  }

  @Test
  void below_the_threshold_nothing_is_kept_and_off_is_off() throws IOException {
    sink.threshold(Level.DEBUG.toInt());
    log.debug("a");
    log.atInfo().setMessage("fluent {}").addArgument(1).log();
    sink.threshold(LogSink.OFF);
    assertFalse(log.isErrorEnabled());
    log.error("b");
    sink.open(file, 0);
    assertEquals(2, lines().size());
    assertTrue(lines().get(1).endsWith("fluent 1"));
  }

  private String said() {
    return err.toString(Charset.defaultCharset());
  }

  private File file() {
    return dir.resolve("agent.log").toFile();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file().toPath());
  }
}
