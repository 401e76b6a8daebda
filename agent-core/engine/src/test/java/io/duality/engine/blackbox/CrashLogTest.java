package io.duality.engine.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.bundle.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashLogTest {
  private static final String SEGV =
      """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGSEGV (0xb) at pc=0x00007f3c1a2b3c4d, pid=4711, tid=4712
      #
      # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6)
      # Problematic frame:
      # %s
      #
      # If you would like to submit a bug report, please visit:

      ---------------  S U M M A R Y ------------

      Command Line: -Ddb.password=hunter2 com.acme.Main

      Host: vm, 2 cores
      Time: Sat Nov 21 13:25:07 2026 UTC elapsed time: 12.345678 seconds

      ---------------  T H R E A D  ---------------

      Current thread (0x00007f3c14028000):  JavaThread "order [7]"        [_thread_in_vm, id=4712, stack(0x1,0x2)]

      Stack: [0x00007f3c1a2b3000,0x00007f3c1a3b4000],  sp=0x00007f3c1a3b2000,  free space=1020k
      Native frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)
      V  [libjvm.so+0xe1f3c0]  Unsafe_PutLong+0x40
      j  jdk.internal.misc.Unsafe.putLong(Ljava/lang/Object;JJ)V+0 java.base@17.0.15

      VM_Operation (0x00007f3c1a3b2000): G1CollectFull, mode: safepoint, requested by thread 0x1

      JVMTI agents:
      instrument path:/opt/jdk/lib/libinstrument.so, loaded, initialized, instrumentlib options:/opt/apm.jar=license_no=hunter2,x=1
      instrument path:/opt/jdk/lib/libinstrument.so, loaded, initialized, instrumentlib options:/opt/duality.jar
      jdwp path:/opt/jdk/lib/libjdwp.so, loaded, not initialized, dynamic options:launch=hunter2
      jsig path:none, not loaded, not initialized, options:none

      Registers:
      RAX=0x0000000000000000 is an oop: java.lang.String {0x1} "hunter2"

      Environment Variables:
      DB_PASSWORD=hunter2
      PATH=/usr/bin
      """;

  @Test
  void signal_frame_module_thread_and_operation_are_read() {
    CrashLog log =
        CrashLog.parse(String.format(SEGV, "V  [libjvm.so+0xe1f3c0]  Unsafe_PutLong+0x40"));

    assertEquals(4711, log.pid());
    assertEquals("SIGSEGV", log.signal());
    assertEquals("Unsafe_PutLong", log.problemFrame());
    assertEquals("libjvm.so", log.module());
    assertEquals("JVM", log.fault());
    assertEquals("order [7]", log.thread());
    assertEquals("G1CollectFull", log.vmOperation());
    assertEquals("V [libjvm.so+0xe1f3c0] Unsafe_PutLong+0x40", log.frames().get(0));
    assertEquals(2, log.frames().size());
    assertFalse(log.outOfMemory());
  }

  @Test
  void frames_of_libraries_and_of_compiled_code_are_told_apart() {
    CrashLog library = CrashLog.parse(String.format(SEGV, "C  [libcodec.so.2+0x1234]"));
    assertEquals("libcodec.so.2+0x1234", library.problemFrame());
    assertEquals("libcodec.so.2", library.module());
    assertEquals("native library", library.fault());

    CrashLog compiled =
        CrashLog.parse(
            String.format(
                SEGV,
                "J 123 c2 com.acme.Codec.read(I)V (12 bytes) @ 0x00007f3c1a2b3c4d"
                    + " [0x00007f3c1a2b3c00+0x000000000000004d]"));
    assertEquals("com.acme.Codec.read(I)V", compiled.problemFrame());
    assertNull(compiled.module());
    assertEquals("compiled Java code", compiled.fault());
  }

  @Test
  void jvm_that_ends_itself_for_memory_is_no_native_crash() {
    CrashLog log =
        CrashLog.parse(
            """
            #
            #  Internal Error (debug.cpp:368), pid=12, tid=13
            #  fatal error: OutOfMemory encountered: Java heap space
            #
            """);
    assertEquals("Internal Error", log.signal());
    assertTrue(log.outOfMemory());
    assertNull(log.problemFrame());
  }

  @Test
  void text_that_is_no_crash_log_is_none() {
    assertNull(CrashLog.parse("hello\n# world\n"));
    assertNull(CrashLog.parse(""));
  }

  @Test
  void copy_for_the_bundle_has_no_values() {
    String log = String.format(SEGV, "V  [libjvm.so+0xe1f3c0]  Unsafe_PutLong+0x40");
    String copy = CrashText.of(log, new Redaction(List.of()));

    assertTrue(copy.contains("SIGSEGV (0xb)") && copy.contains("JavaThread \"order [7]\""), copy);
    assertTrue(copy.contains("Environment Variables: left out"), copy);
    assertTrue(copy.contains("elapsed time"), copy);
    assertFalse(copy.contains("hunter2") || copy.contains("PATH="), copy);
    assertTrue(copy.contains("instrumentlib options:/opt/apm.jar[left out]\n"), copy);
    assertTrue(copy.contains("instrumentlib options:/opt/duality.jar\n"), copy);
    assertTrue(copy.contains("dynamic options:[left out]\n"), copy);
    assertTrue(copy.contains("options:none\n"), copy);
  }
}
