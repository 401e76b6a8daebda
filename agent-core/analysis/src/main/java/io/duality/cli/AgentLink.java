package io.duality.cli;

import io.duality.model.BundleFiles;
import io.duality.model.json.Fields;
import io.duality.model.json.Json;
import io.duality.model.json.JsonException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The way to a running agent: requests and replies are files in its directory below .live. */
final class AgentLink {
  private static final long POLL_MILLIS = 50;

  /** How long after taking a request an agent may need to refuse it. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  private final Path live;

  private AgentLink(Path live) {
    this.live = live;
  }

  /**
   * What an agent answered.
   *
   * @param status {@code ok}, {@code refused} or {@code failed}
   * @param text for people, may have several lines
   * @param bundle the bundle it is about, or null
   */
  record Reply(String status, String text, Path bundle) {
    boolean ok() {
      return status.equals("ok");
    }
  }

  /**
   * Finds the agent of a process.
   *
   * @param dir its bundle directory, or null to ask the process itself
   */
  static AgentLink of(String pid, Path dir) throws Unreachable {
    return new AgentLink(dir == null ? attached(pid) : listed(pid, dir));
  }

  private static Path attached(String pid) throws Unreachable {
    AttachApi.require();
    try (Attachment process = Attachment.to(pid)) {
      Path live = process.live();
      if (live == null) {
        throw new Unreachable(
            "process "
                + pid
                + " has no Duality agent that is ready; `duality attach "
                + pid
                + "` loads one");
      }
      return live;
    }
  }

  private static Path listed(String pid, Path dir) throws Unreachable {
    Path place = dir.resolve(BundleFiles.LIVE);
    List<Path> found = new ArrayList<>();
    List<String> alive = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      for (Path entry : entries) {
        String other = pid(entry);
        if (other != null && alive(entry)) {
          if (pid.equals(other) || entry.getFileName().toString().equals(pid)) {
            found.add(entry);
          }
          alive.add(other + " (" + entry.getFileName() + ")");
        }
      }
    } catch (IOException e) {
      throw new Unreachable(place + ": cannot be read (" + e.getMessage() + "); is --dir right?");
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    String known = alive.isEmpty() ? "none" : String.join(", ", alive);
    throw new Unreachable(
        found.isEmpty()
            ? "no living process " + pid + " in " + place + "; it has " + known
            : "several processes are "
                + pid
                + " in "
                + place
                + ": give the id in brackets instead: "
                + known);
  }

  private static String pid(Path entry) {
    Path file = entry.resolve("process.json");
    try {
      Map<String, Object> tree = Json.parseObject(Files.readString(file));
      return Long.toString(Fields.of(file.toString(), tree).integer("pid"));
    } catch (IOException | JsonException e) {
      return null; // it is just starting or just ending: not to be talked to
    }
  }

  /** A living process holds its lock. Where there is none, or it cannot be asked, it may live. */
  private static boolean alive(Path entry) {
    Path lock = entry.resolve("lock");
    if (!Files.exists(lock)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken == null;
    } catch (IOException e) {
      return true;
    }
  }

  /** Asks and waits for the reply. */
  Reply ask(Map<String, ?> request, Duration timeout) throws Unreachable {
    return send(request, timeout, false);
  }

  /**
   * Asks for something that takes its time, and waits only until the agent has begun.
   *
   * @return the reply when there was one at once, a refusal for instance; null when it has begun
   */
  Reply begin(Map<String, ?> request, Duration timeout) throws Unreachable {
    return send(request, timeout, true);
  }

  private Reply send(Map<String, ?> request, Duration timeout, boolean beginOnly)
      throws Unreachable {
    String id = UUID.randomUUID().toString();
    Path question = live.resolve("request-" + id + ".json");
    Path answer = live.resolve("reply-" + id + ".json");
    try {
      Path temporary = live.resolve("request-" + id + ".json.tmp");
      Files.writeString(temporary, Json.document(request), StandardCharsets.UTF_8);
      Files.move(temporary, question, StandardCopyOption.ATOMIC_MOVE);
      if (beginOnly) {
        await(() -> Files.exists(answer) || !Files.exists(question), timeout);
        if (!Files.exists(question) && !await(() -> Files.exists(answer), REFUSAL)) {
          return null;
        }
      }
      if (!await(() -> Files.exists(answer), beginOnly ? Duration.ZERO : timeout)) {
        throw new Unreachable(silence(!Files.deleteIfExists(question), timeout));
      }
      return read(answer);
    } catch (IOException e) {
      throw new Unreachable("cannot talk to the agent through " + live + ": " + e.getMessage());
    } catch (JsonException e) {
      throw new Unreachable("the agent's reply cannot be understood: " + e.getMessage());
    }
  }

  private String silence(boolean taken, Duration timeout) {
    return taken
        ? "the agent took the request and gave no reply within " + seconds(timeout)
        : "the agent did not take the request within "
            + seconds(timeout)
            + ": its process is stopped, or it watches no more; see agent.log in "
            + live.getParent().getParent();
  }

  private static Reply read(Path answer) throws IOException {
    Map<String, Object> tree = Json.parseObject(Files.readString(answer));
    Files.deleteIfExists(answer);
    Fields fields = Fields.of(answer.toString(), tree);
    String bundle = fields.textOrNull("bundle");
    return new Reply(
        fields.text("status"), fields.text("text", ""), bundle == null ? null : Path.of(bundle));
  }

  /** Waits until something is so; what the agent makes appear it makes by renaming, so whole. */
  private static boolean await(BooleanSupplier so, Duration timeout) throws Unreachable {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      while (!so.getAsBoolean()) {
        if (System.nanoTime() - end >= 0) {
          return false;
        }
        Thread.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for the agent");
    }
  }

  private static String seconds(Duration timeout) {
    return timeout.toSeconds() + " s";
  }
}
