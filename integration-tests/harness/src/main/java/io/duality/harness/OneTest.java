package io.duality.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives one test its JVMs, and ends them and clears up after it. */
final class OneTest implements ParameterResolver, AfterEachCallback {
  private final Jdk jdk;
  private final List<AgentJvm> jvms = new ArrayList<>();

  OneTest(Jdk jdk) {
    this.jdk = jdk;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == AgentJvm.class || type == Jdk.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == Jdk.class) {
      return jdk;
    }
    String name =
        context.getRequiredTestClass().getSimpleName()
            + '.'
            + context.getRequiredTestMethod().getName()
            + "-jdk"
            + jdk.feature();
    AgentJvm jvm = AgentJvm.on(jdk, Directories.fresh(name));
    jvms.add(jvm);
    return jvm;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    boolean failed =
        context
            .getExecutionException()
            .filter(e -> !(e instanceof TestAbortedException))
            .isPresent();
    for (AgentJvm jvm : jvms) {
      jvm.stop();
      Path directory = jvm.directory();
      if (failed && Files.exists(directory)) {
        System.out.println(
            context.getDisplayName()
                + " of "
                + context.getRequiredTestMethod().getName()
                + " failed; what its JVM left is in "
                + directory);
      } else {
        Directories.delete(directory);
      }
    }
  }
}
