package io.duality.engine.observe;

import com.acme.PoolsStory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WovenPoolsTest {
  private static final String STORY = PoolsStory.class.getName();

  @TempDir Path directory;

  static Stream<Path> homes() {
    return ChildJvm.homes();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void pools_queues_and_futures_say_who_works_and_what_waits(Path home) throws Exception {
    List<String> lines = ChildJvm.play(home, PoolsStory.class, List.of(ChildJvm.probe(directory)));
    System.out.println(String.join("\n", lines));
  }
}
