package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamesTest {
  @Test
  void first_glob_that_fits_the_whole_name_wins() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("com.acme.*.lock", "some lock");
    names.put("com.acme.*", "something");
    Renames renames = new Renames(names);

    assertEquals("some lock", renames.of("com.acme.Cart.lock"));
    assertEquals("something", renames.of("com.acme.Cart.lock#2"));
    assertNull(renames.of("org.acme.Cart.lock"));
    assertNull(new Renames(Map.of("a.b", "dot is no wildcard")).of("axb"));
  }
}
