package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.config.ConfigInputs;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems that do not answer while an application starts. */
final class FirstFilesTest {
  private static final Patience LONG = new Patience(600);
  private static final Patience SHORT = new Patience(20);

  private final CountDownLatch server = new CountDownLatch(1);
  @TempDir Path place;

  private ConfigInputs inputs(ConfigInputs.Reader reader) throws IOException {
    Path file = Files.writeString(place.resolve("a.properties"), "x");
    return new ConfigInputs("", Map.of("duality.config", file.toString()), Map.of(), reader);
  }

  private String text() {
    return "duality.bundle.dir = " + place.resolve("bundles") + "\nduality.service.name = shop\n";
  }

  private <T> T whenItAnswers(T answer) throws IOException {
    try {
      server.await();
      return answer;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void file_and_directory_that_answer_are_there_at_once() throws IOException {
    FirstFiles files = FirstFiles.ask(inputs(path -> text()), LONG, new Place.Disk());
    assertEquals("shop", files.config().get(Keys.SERVICE_NAME));
    assertEquals(place.resolve("bundles").toFile(), files.place().directory().file());
    assertEquals("bundles go to " + place.resolve("bundles"), files.place().text());
    assertFalse(files.file().changed());
  }

  @Test
  void configuration_that_does_not_answer_is_gone_on_without_and_read_once_it_does()
      throws IOException {
    BundleDirectory elsewhere = BundleDirectory.choose(place.resolve("other").toString());
    FirstFiles files =
        FirstFiles.ask(inputs(path -> whenItAnswers(text())), SHORT, wanted -> elsewhere);
    Config config = files.config();
    assertEquals("", config.get(Keys.SERVICE_NAME));
    assertEquals(1, config.problems().size(), () -> config.problems().toString());
    String line = config.problems().get(0).line();
    assertTrue(
        line.contains("a.properties")
            && line.contains("its file system has not answered within 2.0 s, it is read later"),
        line);
    assertTrue(files.place().answered(), "the directory is another matter");
    assertNull(files.file(), "whoever asks for changes would wait as well");
    server.countDown();
    until("the file is noticed", () -> files.file() != null);
    assertTrue(files.file().changed(), "it has not been read yet");
    assertFalse(files.file().changed());
  }

  @Test
  void directory_that_does_not_answer_is_waited_for_by_nobody_and_taken_once_it_does()
      throws IOException {
    BundleDirectory there = BundleDirectory.choose(place.resolve("bundles").toString());
    FirstFiles files =
        FirstFiles.ask(inputs(path -> text()), SHORT, wanted -> whenItAnswers(there));
    Place asked = files.place();
    assertFalse(asked.answered());
    assertNull(asked.directory());
    assertNull(asked.problem());
    assertTrue(asked.text().startsWith("no bundles as long as the file system of "), asked.text());
    assertTrue(asked.text().endsWith(" does not answer"), asked.text());
    server.countDown();
    until("the directory is taken", asked::answered);
    assertNotNull(asked.directory());
    assertEquals("bundles go to " + place.resolve("bundles"), asked.text());
  }

  @Test
  void switched_off_agent_does_not_touch_the_directory() throws IOException {
    FirstFiles files =
        FirstFiles.ask(inputs(path -> "duality.enabled = false"), LONG, new Place.Disk());
    assertTrue(files.config().disarmed());
    assertFalse(files.place().answered());
  }

  @Test
  void what_goes_wrong_is_thrown_where_the_agent_starts() throws IOException {
    ConfigInputs inputs = inputs(path -> text());
    Place.Finder forbidden =
        wanted -> {
          throw new SecurityException("access denied");
        };
    assertThrows(SecurityException.class, () -> FirstFiles.ask(inputs, LONG, forbidden));
  }
}
