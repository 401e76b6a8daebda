package io.duality.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"NaN", "NaN%", "Infinity", "Infinity%", "1d", "30f", "5s", "%", "x", "1e999"})
  void bound_that_nothing_can_be_compared_with_is_none(String text) {
    assertNull(MetricName.bound(text));
    assertThrows(BadValue.class, () -> MetricName.bound().parse(text));
  }

  @Test
  void bound_is_a_number_a_share_or_a_size() {
    assertEquals(0.9, MetricName.bound("90%"));
    assertEquals(-3.5, MetricName.bound("-3.5"));
    assertEquals(1000, MetricName.bound("1e3"));
    assertEquals(64 << 20, MetricName.bound(" 64MiB "));
    assertEquals(0, MetricName.bound("0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk.ProcessStart/pid", "jdk.JavaAgent/initializationTime"})
  void event_that_carries_secrets_is_not_enabled_for_a_number(String text) {
    BadValue refused = assertThrows(BadValue.class, () -> MetricName.parse(text));
    assertTrue(refused.getMessage().contains("secrets"), refused.getMessage());
  }
}
