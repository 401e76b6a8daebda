package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;

import io.duality.model.CrashDetails;
import io.duality.model.CrashSeen;
import io.duality.model.SpanSeen;
import java.util.List;

/** Ends of processes that a crash log tells, and one that nothing tells. */
final class CrashStories {
  private static final long SECOND = 1_000_000_000L;
  private static final String JDK = "OpenJDK Runtime Environment Temurin-25.0.3+9 (25.0.3+9)";
  private static final List<String> MEMORY =
      List.of(
          "heap 412 MiB of 512 MiB", "resident 701 MiB", "12 GiB of 23 GiB of the machine free");

  private CrashStories() {}

  private static CrashSeen log(
      String kind,
      String signal,
      String frame,
      String module,
      String thread,
      List<String> frames,
      String operation,
      String fault,
      CrashDetails details) {
    return new CrashSeen(
        kind,
        "the JVM wrote a crash log: " + (details.message() == null ? signal : details.message()),
        Scene.AT.plusMillis(620),
        0,
        signal,
        frame,
        module,
        thread,
        frames,
        "hs_err_pid4711.log",
        operation,
        fault,
        details,
        List.of());
  }

  private static Scene scene(CrashSeen crash) {
    return new Scene()
        .running(31, "http-3", "POST /scan", frame("com.acme.Scanner", "decode", 14))
        .withoutDump()
        .trigger("crash", crash.signal() == null ? crash.kind() : crash.signal())
        .alarm("a process ends without saying so", "process 4711 ended")
        .health(new HealthDraft().crash(crash));
  }

  static Scene collector() {
    return scene(
        log(
            CrashSeen.NATIVE_CRASH,
            "SIGSEGV",
            "void OopOopIterateDispatch<MarkAndPushClosure>::Table::oop_oop_iterate<InstanceKlass,"
                + " narrowOop>",
            "libjvm.so",
            "VM Thread",
            List.of(
                "V [libjvm.so+0xf4745f] void OopOopIterateDispatch<MarkAndPushClosure>::Table",
                "V [libjvm.so+0xf44426] SerialFullGC::follow_stack()+0x76"),
            "SerialGCCollect",
            "JVM",
            new CrashDetails(
                null,
                "it touched address 0x7ffffff1, where nothing is mapped: a damaged or freed pointer",
                -1,
                CrashDetails.VM,
                null,
                List.of(),
                JDK,
                MEMORY)));
  }

  static Scene compiler() {
    return scene(
        log(
            CrashSeen.NATIVE_CRASH,
            "SIGSEGV",
            "PhaseIdealLoop::split_up",
            "libjvm.so",
            "C2 CompilerThread0",
            List.of("V [libjvm.so+0xe4745f] PhaseIdealLoop::split_up(Node*, Node*, Node*)+0x40"),
            null,
            "JVM",
            new CrashDetails(
                null,
                "it touched address 0x8: a null pointer",
                -1,
                CrashDetails.COMPILER,
                "com.acme.Prices::total by C2",
                List.of(),
                JDK,
                MEMORY)));
  }

  static Scene noMemory() {
    return scene(
        log(
            CrashSeen.NATIVE_MEMORY,
            "Out of Memory Error",
            null,
            null,
            "http-3",
            List.of("V [libjvm.so+0xe7769f] os::pd_commit_memory(char*, unsigned long, bool)+0x66"),
            null,
            null,
            new CrashDetails(
                "Native memory allocation (mmap) failed to map 65536 bytes. Error detail: committing"
                    + " reserved memory.",
                null,
                -1,
                CrashDetails.JAVA,
                null,
                List.of(
                    "j java.lang.Thread.start0()V+0 java.base@25.0.3",
                    "j com.acme.Workers.more()V+7"),
                JDK,
                MEMORY)));
  }

  static Scene sent() {
    return scene(
        log(
            CrashSeen.NATIVE_CRASH,
            "SIGSEGV",
            "libc.so.6+0x85f16",
            "libc.so.6",
            "C2 CompilerThread0",
            List.of("C [libc.so.6+0x85f16]"),
            null,
            "native library",
            new CrashDetails(
                null,
                "process 6712 sent the signal",
                6712,
                CrashDetails.COMPILER,
                null,
                List.of(),
                JDK,
                MEMORY)));
  }

  static Scene unsafe() {
    return scene(
        log(
            CrashSeen.NATIVE_CRASH,
            "SIGSEGV",
            "Unsafe_PutLong",
            "libjvm.so",
            "http-3",
            List.of(
                "V [libjvm.so+0x123632d] Unsafe_PutLong+0xad",
                "j jdk.internal.misc.Unsafe.putLong(Ljava/lang/Object;JJ)V+0 java.base@25.0.3",
                "v ~StubRoutines::call_stub"),
            null,
            "JVM",
            new CrashDetails(
                null,
                "it touched address 0x0: a null pointer",
                -1,
                CrashDetails.JAVA,
                null,
                List.of(
                    "j jdk.internal.misc.Unsafe.putLong(Ljava/lang/Object;JJ)V+0 java.base@25.0.3",
                    "j sun.misc.Unsafe.putLong(JJ)V+5 jdk.unsupported@25.0.3",
                    "j com.acme.OffHeap.put(J)V+9"),
                JDK,
                MEMORY)));
  }

  /** Nothing waited; two requests ran, one was begun elsewhere. */
  static Scene whileItRan() {
    CrashSeen seen =
        new CrashSeen(
            CrashSeen.KILLED,
            CrashSeen.NO_WORD,
            Scene.AT.plusMillis(620),
            SECOND,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            CrashDetails.NONE,
            List.of(new SpanSeen("00000000000000aa", "publish invoice", Scene.NOW - 9 * SECOND)));
    return scene(seen).running(32, "http-4", "POST /scan", frame("com.acme.Scanner", "store", 40));
  }
}
