package io.duality.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** One invocation for each JDK, and a skipped one for each that is missing. */
final class EveryJdk implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Since since = context.getRequiredTestMethod().getAnnotation(Since.class);
    int first = since == null ? 0 : since.value();
    List<TestTemplateInvocationContext> invocations = new ArrayList<>();
    Jdks.found().stream()
        .filter(jdk -> jdk.feature() >= first)
        .map(On::new)
        .forEach(invocations::add);
    Jdks.missing().stream()
        .filter(version -> version >= first)
        .map(Without::new)
        .forEach(invocations::add);
    return invocations.stream();
  }

  private record On(Jdk jdk) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return jdk.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new OneTest(jdk));
    }
  }

  private record Without(int version) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return "JDK " + version;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      ExecutionCondition missing =
          context ->
              ConditionEvaluationResult.disabled(
                  "JDK "
                      + version
                      + " is not on this machine: install it or name its home in"
                      + " -Dduality.test.jdks");
      return List.of(missing, new OneTest(Jdks.running()));
    }
  }
}
