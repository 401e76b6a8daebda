package io.duality.engine.weave;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {
  @Test
  void x(@TempDir Path scratch) throws Exception {
    List<String> lines =
        ChildJvm.run(
            scratch,
            "",
            TasksMain.class,
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    lines.forEach(System.out::println);
  }
}
