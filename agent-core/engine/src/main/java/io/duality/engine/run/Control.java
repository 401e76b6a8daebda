package io.duality.engine.run;

import io.duality.engine.log.AgentLog;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;

/**
 * Answers the command line: a request is a file that appears in this process's live directory,
 * which only its own user may write.
 */
final class Control {
  private static final Logger LOG = AgentLog.of(Control.class);
  private static final long LARGEST = 64 * 1024;

  /** Listed this often even when nothing seems to have changed: file systems' clocks are coarse. */
  private static final int LISTED_EVERY = 8;

  private final Path live;
  private final File directory;
  private final BiFunction<String, Map<String, Object>, Map<String, Object>> commands;
  private long listedAt = -1;
  private int unchanged;
  private boolean deaf;

  /**
   * A control over one live directory.
   *
   * @param commands name and request to answer; a null answer comes later, by {@link #answer}
   */
  Control(Path live, BiFunction<String, Map<String, Object>, Map<String, Object>> commands) {
    this.live = live;
    this.directory = live.toFile();
    this.commands = commands;
  }

  /** Takes the requests that have come; called at every look. */
  void poll() {
    long modified = directory.lastModified();
    if (modified == listedAt && ++unchanged % LISTED_EVERY != 0) {
      return; // no listing, no garbage
    }
    listedAt = modified;
    String[] names = directory.list(); // no directory stream, see Trees.list
    if (names == null) {
      deaf();
      return;
    }
    deaf = false;
    for (String name : names) {
      if (name.startsWith("request-") && name.endsWith(".json")) {
        try {
          take(live.resolve(name));
        } catch (NoSuchFileException e) {
          LOG.debug("{} was taken back by who asked", name);
        } catch (IOException e) {
          LOG.warn("cannot take the request {}: {}; it is not answered", name, e.toString());
        }
      }
    }
  }

  /** One line, however long it lasts. */
  private void deaf() {
    if (!deaf) {
      deaf = true;
      LOG.warn(
          "{} {}: commands are not answered, and what this process leaves is not found at its"
              + " death; start it again",
          live,
          directory.exists() ? "cannot be listed" : "was removed");
    }
  }

  private void take(Path request) throws IOException {
    String file = request.getFileName().toString();
    String id = file.substring("request-".length(), file.length() - ".json".length());
    Map<String, Object> answer;
    try {
      if (!Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)) {
        throw new JsonException("no regular file");
      }
      if (Files.size(request) > LARGEST) {
        throw new JsonException("larger than " + LARGEST + " bytes");
      }
      String text = new String(Files.readAllBytes(request), StandardCharsets.UTF_8);
      Map<String, Object> tree = Json.parseObject(text);
      Object command = tree.get("command");
      tree.put("id", id);
      answer = commands.apply(String.valueOf(command), tree);
    } catch (JsonException e) {
      answer = refused("the request " + file + " is not understood: " + e.getMessage());
    } catch (RuntimeException e) { // else it comes again each round, and nothing is watched
      LOG.warn("the request {} failed: {}", file, e.toString());
      answer = failed("it failed inside the agent: " + e);
    }
    Files.deleteIfExists(request);
    if (answer != null) {
      answer(id, answer);
    }
  }

  /** Writes the answer to a request. */
  void answer(String id, Map<String, Object> answer) {
    Path reply = live.resolve("reply-" + id + ".json");
    Path written = live.resolve("reply-" + id + ".tmp");
    try {
      Files.writeString(written, Json.document(answer), StandardCharsets.UTF_8);
      Files.move(written, reply, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("cannot write {}: {}; the command gets no answer", reply, e.toString());
    }
  }

  static Map<String, Object> ok(String text) {
    return Json.object("status", "ok", "text", text);
  }

  static Map<String, Object> refused(String text) {
    return Json.object("status", "refused", "text", text);
  }

  static Map<String, Object> failed(String text) {
    return Json.object("status", "failed", "text", text);
  }
}
