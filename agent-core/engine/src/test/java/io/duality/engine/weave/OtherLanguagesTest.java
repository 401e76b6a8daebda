package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class files of other compilers: OkHttp and Okio are written in Kotlin, Pekko in Scala. */
class OtherLanguagesTest {
  @Test
  void locks_of_kotlin_and_scala_libraries_are_named_by_their_backing_fields(@TempDir Path scratch)
      throws Exception {
    List<String> lines = ChildJvm.run(scratch, "", OtherLanguagesMain.class);
    List<String> missing =
        new ArrayList<>(
            List.of(
                "kotlin val: okio.Pipe.lock",
                "kotlin val, sync: okio.Pipe.lock",
                "kotlin val of a second object: okio.Pipe.lock#2",
                "kotlin condition: okio.Pipe.condition",
                "kotlin nullable var: okhttp3.Dispatcher.executorServiceOrNull",
                "kotlin static: okio.AsyncTimeout.lock",
                "scala val: org.apache.pekko.util.BoundedBlockingQueue.lock",
                "scala condition: org.apache.pekko.util.BoundedBlockingQueue.notEmpty",
                "hook failures: 0"));
    missing.removeAll(lines);
    assertTrue(missing.isEmpty(), () -> missing + " not in\n" + String.join("\n", lines));
  }
}
