package io.duality.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that the command line leaves in a process's directory. */
class ControlTest {
  @TempDir Path live;

  private final List<String> taken = new ArrayList<>();

  @Test
  void request_that_fails_or_is_no_text_is_answered_once_and_the_others_after_it_as_well()
      throws IOException {
    Files.write(request("a"), new byte[] {(byte) 0xff, (byte) 0xfe, '{'});
    Files.writeString(request("b"), "{\"command\": \"breaks\"}");
    Files.writeString(request("c"), "{\"command\": \"status\"}");
    Control control = new Control(live, this::command);

    control.poll();

    assertTrue(answer("a").contains("is not understood"), answer("a"));
    assertTrue(answer("b").contains("it failed inside the agent"), answer("b"));
    assertTrue(answer("c").contains("all is well"), answer("c"));
    assertFalse(Files.exists(request("a")) || Files.exists(request("b")), "none comes again");
    Files.writeString(request("d"), "{\"command\": \"status\"}");
    for (int i = 0; i < 8; i++) {
      control.poll(); // file systems' clocks are coarse
    }
    assertEquals(List.of("breaks", "status", "status"), taken.stream().sorted().toList(), "once");
  }

  private Map<String, Object> command(String name, Map<String, Object> request) {
    taken.add(name);
    if (name.equals("breaks")) {
      throw new IllegalStateException("of itself");
    }
    return Control.ok("all is well");
  }

  private Path request(String id) {
    return live.resolve("request-" + id + ".json");
  }

  private String answer(String id) throws IOException {
    return Files.readString(live.resolve("reply-" + id + ".json"), StandardCharsets.UTF_8);
  }
}
