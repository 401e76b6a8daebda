package io.duality.engine.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.bundle.Redaction;
import io.duality.model.CrashDetails;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Crash logs that real JVMs wrote when they were made to crash; only shortened. */
class CrashSamplesTest {
  private static final String HTTP = "http-nio-8080-exec-7";

  private static String text(String name) throws IOException {
    try (InputStream in =
        CrashSamplesTest.class.getResourceAsStream("/crashlogs/" + name + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static CrashLog log(String name) throws IOException {
    CrashLog log = CrashLog.parse(text(name));
    assertNotNull(log, name);
    assertTrue(log.pid() > 1000 && log.elapsedSeconds() > 0, name);
    assertTrue(log.details().jdk().contains(name.substring(0, 2) + ".0."), log.details()::jdk);
    return log;
  }

  @ParameterizedTest
  @CsvSource({
    "jni, SIGSEGV, Java_Crash_decode, libcodec.so, native library, address 0x10: a null pointer, Crash.decode",
    "bus, SIGBUS, Java_Crash_bus, libcodec.so, native library, the file was cut short, Crash.bus",
    "fpe, SIGFPE, Java_Crash_fpe, libcodec.so, native library, it divided by zero, Crash.fpe",
    "unsafe, SIGSEGV, Unsafe_PutLong, libjvm.so, JVM, address 0x0: a null pointer, Unsafe.putLong",
    "compiled, SIGSEGV, Crash.compiledRead(JI)J,, compiled Java code, 0x10000, Crash.compiledRead"
  })
  void crash_of_an_application_thread_names_place_cause_and_java_callers(
      String what,
      String signal,
      String frame,
      String module,
      String fault,
      String access,
      String caller)
      throws IOException {
    for (String jdk : List.of("17-", "25-")) {
      CrashLog log = log(jdk + what);
      assertEquals(signal, log.signal());
      assertEquals(frame, log.problemFrame());
      assertEquals(module, log.module());
      assertEquals(fault, log.fault());
      assertEquals(HTTP, log.thread());
      CrashDetails details = log.details();
      assertEquals(CrashDetails.JAVA, details.role());
      assertTrue(details.access().contains(access), details::access);
      assertTrue(details.javaFrames().get(0).contains(caller), details.javaFrames()::toString);
      assertTrue(details.javaFrames().stream().anyMatch(each -> each.contains("Crash.go")));
      assertTrue(details.memory().get(0).startsWith("heap "), details.memory()::toString);
      assertFalse(details.sent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"17-gc-serial", "25-gc-serial", "17-gc-par", "25-gc-par"})
  void crash_in_a_collection_is_none_of_a_java_thread(String name) throws IOException {
    CrashLog log = log(name);
    boolean serial = name.contains("serial");
    assertEquals("libjvm.so", log.module());
    assertEquals("JVM", log.fault());
    assertTrue(log.problemFrame().contains("oop_oop_iterate"), log::problemFrame);
    assertTrue(log.thread().equals(serial ? "VM Thread" : "GC Thread#" + last(log)), log::thread);
    assertEquals(serial ? CrashDetails.VM : CrashDetails.COLLECTOR, log.details().role());
    assertEquals(serial, log.vmOperation() != null);
    assertEquals(List.of(), log.details().javaFrames(), "main's frames were only being processed");
    assertTrue(log.details().memory().stream().anyMatch(each -> each.startsWith("resident ")));
  }

  private static String last(CrashLog log) {
    return log.thread().substring(log.thread().length() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17-gct", "25-gct"})
  void signal_that_somebody_sent_is_no_fault_of_the_frame(String name) throws IOException {
    CrashDetails details = log(name).details();
    assertTrue(details.sent());
    assertTrue(details.access().matches("process \\d+ sent the signal"), details::access);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17-limit", "25-limit"})
  void jvm_that_got_no_memory_is_neither_crash_nor_heap_space(String name) throws IOException {
    CrashLog log = log(name);
    assertTrue(log.nativeMemory());
    assertFalse(log.outOfMemory());
    assertTrue(log.details().message().contains("failed to map 65536 bytes"));
    if (name.startsWith("17")) {
      assertEquals("C1 CompilerThread0", log.thread(), "a daemon");
      assertEquals(CrashDetails.COMPILER, log.details().role());
      assertEquals("java.lang.invoke.MethodType::makeImpl by C1", log.details().compiling());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"17-crashoom", "25-crashoom"})
  void heap_space_that_ends_the_jvm_has_the_place_that_asked_for_it(String name)
      throws IOException {
    CrashLog log = log(name);
    assertTrue(log.outOfMemory());
    assertFalse(log.nativeMemory());
    assertTrue(log.details().javaFrames().get(0).contains("Crash.go"));
    assertFalse(log.frames().get(0).contains("VMError"), log.frames()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25-ffm", "17-gc-serial", "17-limit", "25-jni"})
  void copy_for_the_bundle_keeps_thread_stack_and_signal(String name) throws IOException {
    String copy = CrashText.of(text(name), new Redaction(List.of()));
    for (String wanted : List.of("Current thread", "Native frames:", "Time: ", "Heap:")) {
      assertTrue(copy.contains(wanted), () -> wanted + " is missing in " + copy);
    }
    assertEquals(text(name).contains("Java frames:"), copy.contains("Java frames:"));
    assertEquals(text(name).contains("CompileTask:"), copy.contains("CompileTask:"));
  }
}
