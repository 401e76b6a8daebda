package io.duality.benchmarks;

import io.duality.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bundle's manifest says of the cost of its own capture. */
final class CaptureFigures {
  private CaptureFigures() {}

  static Map<String, Double> read(Path manifest) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    Map<String, Object> tree = Json.parseObject(Files.readString(manifest));
    for (Object element : (List<?>) tree.get("steps")) {
      Map<?, ?> step = (Map<?, ?>) element;
      figures.put("step " + step.get("step") + ", ms", number(step.get("durationMillis")));
      if (step.get("pauseMillis") != null) {
        figures.put("step " + step.get("step") + ", pause ms", number(step.get("pauseMillis")));
      }
    }
    return figures;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
