package io.duality.model;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Judges a text by one of our schemas. */
final class SchemaCheck {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private SchemaCheck() {}

  /** What is wrong with the text; empty when nothing is. */
  static List<String> errors(String schema, String text) {
    return REGISTRY.getSchema(Schemas.text(schema)).validate(text, InputFormat.JSON).stream()
        .map(Error::toString)
        .toList();
  }
}
