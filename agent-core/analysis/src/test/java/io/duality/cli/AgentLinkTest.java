package io.duality.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLinkTest {
  /** With these a JVM says one line more. */
  private static final List<String> SAY_MORE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  @TempDir Path place;
  private final List<Process> processes = new ArrayList<>();
  private volatile boolean ended;
  private Thread answering;

  @AfterEach
  void end() throws InterruptedException {
    ended = true;
    if (answering != null) {
      answering.join();
    }
    for (Process process : processes) {
      process.destroyForcibly();
      assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    }
  }

  private Path live(String id, long pid) throws IOException {
    Path live = Files.createDirectories(place.resolve(".live").resolve(id));
    Files.writeString(live.resolve("process.json"), Json.document(Json.object("pid", pid)));
    return live;
  }

  /** Answers requests the way an agent does. */
  private void answer(Path live, Function<Map<String, Object>, Map<String, Object>> agent) {
    answering =
        new Thread(
            () -> {
              while (!ended) {
                try (DirectoryStream<Path> requests =
                    Files.newDirectoryStream(live, "request-*.json")) {
                  for (Path request : requests) {
                    Map<String, Object> reply =
                        agent.apply(Json.parseObject(Files.readString(request)));
                    if (reply != null) {
                      String name = request.getFileName().toString().replace("request", "reply");
                      Path temporary = live.resolve(name + ".tmp");
                      Files.writeString(temporary, Json.document(reply));
                      Files.move(temporary, live.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                    }
                    Files.delete(request);
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                Thread.onSpinWait();
              }
            });
    answering.start();
  }

  @Test
  void status_is_what_the_agent_answers() throws IOException, InterruptedException {
    Path live = live("a1", 4711);
    answer(live, request -> Json.object("status", "ok", "text", "armed: " + request));
    Run run = Run.of("status", "4711", "--dir", place);
    assertEquals(0, run.code(), run.err());
    assertEquals("armed: {command=status}\n", run.out());
    ended = true; // and with its last request, which it removes behind the reply
    answering.join();
    try (var left = Files.list(live)) {
      assertEquals(List.of("process.json"), left.map(p -> p.getFileName().toString()).toList());
    }
  }

  @Test
  void capture_that_is_waited_for_prints_the_path_of_the_bundle() throws IOException {
    Path bundle = place.resolve("orders-1");
    answer(
        live("a1", 4711),
        request ->
            request.equals(Map.of("command", "capture", "reason", "slow", "wait", true))
                ? Json.object("status", "ok", "text", "t", "bundle", bundle.toString())
                : Json.object("status", "failed", "text", request.toString()));
    Run run = Run.of("capture", "a1", "--dir", place, "--reason", "slow", "--wait");
    assertEquals(0, run.code(), run.err());
    assertEquals(bundle + "\n", run.out());
  }

  @Test
  void capture_that_is_not_waited_for_returns_when_the_agent_has_begun() throws IOException {
    answer(live("a1", 4711), request -> null);
    Run run = Run.of("capture", "4711", "--dir", place);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("the agent is capturing"), run.out());
  }

  @Test
  void capture_that_has_to_wait_for_another_one_says_so() throws IOException {
    answer(
        live("a1", 4711),
        request ->
            Json.object(
                "status", "ok", "text", "your capture waits, asked " + request.get("wait")));
    Run run = Run.of("capture", "4711", "--dir", place);
    assertEquals(0, run.code(), run.err());
    assertEquals("your capture waits, asked false\n", run.out());
  }

  @Test
  void refusal_is_told_with_its_reason() throws IOException {
    answer(
        live("a1", 4711),
        request -> Json.object("status", "refused", "text", "limit 5/1h reached"));
    Run run = Run.of("capture", "4711", "--dir", place);
    assertEquals(1, run.code());
    assertEquals("duality: capture refused: limit 5/1h reached\n", run.err());
  }

  @Test
  void agent_that_does_not_take_the_request_is_not_waited_for_for_ever() throws IOException {
    Path live = live("a1", 4711);
    Run run = Run.of("status", "4711", "--dir", place, "--timeout", "0");
    assertEquals(3, run.code());
    assertTrue(run.err().contains("did not take the request within 0 s"), run.err());
    try (var left = Files.list(live)) {
      assertEquals(1, left.count(), "the request is taken back");
    }
  }

  @Test
  void dead_and_doubtful_processes_are_named() throws IOException {
    Run nowhere = Run.of("status", "4711", "--dir", place.resolve("nowhere"));
    assertEquals(3, nowhere.code());
    assertTrue(nowhere.err().contains("is --dir right?"), nowhere.err());
    Path dead = live("dead", 4711);
    Files.createFile(dead.resolve("lock"));
    Run gone = Run.of("status", "4711", "--dir", place);
    assertEquals(3, gone.code());
    assertTrue(gone.err().contains("no living process 4711"), gone.err());
    live("b1", 1);
    live("b2", 1);
    Run several = Run.of("status", "1", "--dir", place);
    assertEquals(3, several.code());
    assertTrue(several.err().contains("several processes are 1"), several.err());
  }

  /** A JVM that says where its agent lives, as an agent does, or says nothing. */
  static final class Target {
    private Target() {}

    public static void main(String[] arguments) throws Exception {
      if (arguments.length > 0) {
        Class.forName("jdk.internal.vm.VMSupport").getMethod("getAgentProperties");
        Properties properties =
            (Properties)
                Class.forName("jdk.internal.vm.VMSupport")
                    .getMethod("getAgentProperties")
                    .invoke(null);
        properties.setProperty("io.duality.live", arguments[0]);
      }
      System.out.println("ready");
      System.in.read();
    }
  }

  private Process target(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Target.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    SAY_MORE.forEach(builder.environment()::remove);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertEquals("ready", out.readLine());
    return process;
  }

  @Test
  void process_itself_tells_where_its_agent_listens() throws IOException {
    Path live = live("a1", 99);
    Process process = target(live.toString());
    answer(live, request -> Json.object("status", "ok", "text", "armed"));
    Run run = Run.of("status", process.pid());
    assertEquals(0, run.code(), run.err());
    assertEquals("armed\n", run.out());
  }

  @Test
  void process_without_agent_and_no_process_at_all_are_told_apart() throws IOException {
    Run without = Run.of("status", target().pid());
    assertEquals(3, without.code());
    assertTrue(without.err().contains("has no Duality agent that is ready"), without.err());
    Run gone = Run.of("status", "999999999");
    assertEquals(3, gone.code());
    assertTrue(gone.err().contains("cannot attach to process 999999999"), gone.err());
    assertEquals(1, gone.err().lines().count(), gone.err());
    Run attach = Run.of("attach", "999999999");
    assertEquals(3, attach.code());
    assertTrue(attach.err().contains("there is no duality.jar to load"), attach.err());
  }

  @Test
  void runtime_without_the_attach_module_runs_everything_else() throws Exception {
    assertEquals("0 manifest", limited("schema"));
    for (String command : List.of("status", "attach")) {
      String answer = limited(command, "1");
      assertTrue(
          answer.startsWith("3 duality: this Java runtime has no module jdk.attach"), answer);
    }
    live("a1", 4711);
    String answer = limited("status", "4711", "--timeout", "0", "--dir", place.toString());
    assertTrue(answer.startsWith("3 duality: the agent did not take the request"), answer);
  }

  /** Exit code and first line of a run without the module. */
  private String limited(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules=java.management",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    SAY_MORE.forEach(builder.environment()::remove);
    Process process = builder.redirectErrorStream(true).start();
    processes.add(process);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return process.exitValue() + " " + out.lines().findFirst().orElse("");
  }
}
