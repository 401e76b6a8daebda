package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tools of the JDK in a shell whose JAVA_TOOL_OPTIONS bring the agent to every JVM. */
final class JdkToolsTest {
  @OnEveryJdk
  void tools_say_and_leave_nothing_of_ours(AgentJvm jvm, Jdk jdk) throws IOException {
    Path directory = jvm.directory();
    Files.writeString(directory.resolve("One.java"), "class One {}\n");
    Files.writeString(directory.resolve("script.jsh"), "System.out.println(6 * 7)\n/exit\n");
    Map<String, String[]> tools = new TreeMap<>();
    tools.put("jcmd", new String[] {"-l"});
    tools.put("jps", new String[] {});
    tools.put("javac", new String[] {"-d", "classes", "One.java"});
    tools.put("javap", new String[] {"java.lang.Object"});
    tools.put("jar", new String[] {"--create", "--file", "one.jar", "One.java"});
    tools.put(
        "keytool",
        "-genkeypair -alias a -keyalg EC -dname CN=a -keystore ks -storepass secret".split(" "));
    tools.put("jshell", new String[] {"-s", "script.jsh"});

    for (Map.Entry<String, String[]> tool : tools.entrySet()) {
      Program ended = Program.withAgent(directory, jdk, tool.getKey(), tool.getValue());
      assertEquals(0, ended.code(), () -> tool.getKey() + ": " + ended.said());
      assertEquals(List.of(), ours(ended), () -> tool.getKey() + ": " + ended.said());
    }
    assertEquals(false, Files.exists(directory.resolve("duality")), "a directory was made");
    assertEquals(true, Files.exists(directory.resolve("classes/One.class")));
  }

  private static List<String> ours(Program ended) {
    return java.util.stream.Stream.concat(ended.out().stream(), ended.err().stream())
        .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
        .filter(line -> line.startsWith("duality") || line.contains("armed"))
        .toList();
  }
}
