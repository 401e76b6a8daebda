package io.duality.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.ErrorSeen;
import io.duality.model.StepResult;
import io.duality.model.TraceRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces whose spans have no name, as logging contexts carry them, end on every page all right. */
class NamelessSpansTest {
  private static String summary(HealthDraft health, String trigger, String observed) {
    Evidence evidence =
        new Scene()
            .thread(31, "http-3", null)
            .trigger(trigger, observed)
            .alarm("a condition", "an alarm of thread http-3")
            .step("threads", StepResult.Status.OK, null)
            .health(health)
            .evidence();
    return Summary.of(evidence, Diagnosis.of(evidence));
  }

  @ParameterizedTest
  @CsvSource({
    "oom, heap, oom heap, java.lang.OutOfMemoryError",
    "uncaught, it, uncaught, java.lang.IllegalStateException",
    "uncaught, it, stack overflow, java.lang.StackOverflowError"
  })
  void failure_of_a_span_without_a_name_is_told(
      String trigger, String observed, String kind, String className) {
    HealthDraft health =
        new HealthDraft()
            .heap(ago -> 120.0)
            .failure(kind, 300, className, 31, "http-3", "a hook", HealthDraft.NAMELESS);
    String told = summary(health, trigger, observed);
    assertTrue(told.contains("a span without a name"), told);
    assertTrue(told.contains(String.format("%032x", 0xabc000 + 31)), told);
  }

  @Test
  void error_of_a_span_without_a_name_is_told() {
    TraceRef trace =
        new TraceRef("8d1c0a7be24f4f6f9a3b5c07d2e61f94", "5e0b7c1d9a42f386", null, true);
    ErrorSeen error =
        new ErrorSeen(
            "java.net.SocketTimeoutException",
            "com.acme.StockClient.call(StockClient.java:44)",
            20,
            20,
            false,
            Scene.NOW,
            Scene.NOW,
            -1,
            "logged",
            List.of(),
            List.of("http-3"),
            trace,
            List.of());
    String told = summary(new HealthDraft().error(error), "errors", "20/s");
    assertTrue(told.contains("a span without a name"), told);
  }

  @Test
  void span_with_a_name_keeps_it() {
    assertEquals(
        "`GET /a`",
        Words.span(new TraceRef("0".repeat(31) + 1, "0".repeat(15) + 1, "GET /a", true)));
  }
}
