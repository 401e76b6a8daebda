package io.duality.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom: everything flows one way, from weave to bundle, and from read to report. */
@AnalyzeClasses(packages = "io.duality", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String JDK = "(java|javax|jdk|sun|com\\.sun)\\..*";

  @ArchTest static final ArchRule boot_uses_the_jdk_only = uses("boot");
  @ArchTest static final ArchRule model_uses_the_jdk_only = uses("model");
  @ArchTest static final ArchRule diagnosis_is_pure = uses("diagnosis", "model");
  @ArchTest static final ArchRule log_stands_alone = uses("engine.log");
  @ArchTest static final ArchRule config_reads_sources = uses("engine.config", "model");
  @ArchTest static final ArchRule weave_knows_boot = uses("engine.weave", "boot", "model");

  @ArchTest
  static final ArchRule context_reads_threads =
      uses("engine.context", "boot", "model", "engine.weave", "engine.library");

  @ArchTest
  static final ArchRule library_knows_classes =
      uses("engine.library", "boot", "model", "engine.weave");

  @ArchTest
  static final ArchRule observe_looks =
      uses("engine.observe", "boot", "model", "diagnosis", "engine.context", "engine.library");

  @ArchTest static final ArchRule detect_is_pure = uses("engine.detect", "model", "diagnosis");
  @ArchTest static final ArchRule vitals_read = uses("engine.vitals", "boot", "model");
  @ArchTest static final ArchRule budget_is_kept = uses("engine.budget", "boot", "model");

  @ArchTest
  static final ArchRule heap_dumps_and_compares =
      uses(
          "engine.heap",
          "boot",
          "model",
          "engine.vitals",
          "engine.bundle",
          "engine.capture",
          "engine.context");

  @ArchTest
  static final ArchRule black_box_survives =
      uses(
          "engine.blackbox",
          "model",
          "diagnosis",
          "engine.bundle",
          "engine.capture",
          "engine.heap");

  @ArchTest static final ArchRule trigger_decides = uses("engine.trigger", "model");
  @ArchTest static final ArchRule bundle_writes = uses("engine.bundle", "model");

  @ArchTest static final ArchRule emit_speaks = uses("engine.emit", "boot", "model");

  @ArchTest
  static final ArchRule capture_gathers =
      uses(
          "engine.capture",
          "boot",
          "model",
          "diagnosis",
          "engine.context",
          "engine.observe",
          "engine.emit",
          "engine.bundle");

  @ArchTest static final ArchRule reading_needs_no_agent = uses("analysis", "model", "diagnosis");

  @ArchTest
  static final ArchRule cli_needs_no_agent = uses("cli", "analysis", "model", "diagnosis");

  @ArchTest static final ArchRule launcher_names_nobody = uses("agent");

  private static ArchRule uses(String who, String... others) {
    String self = "io.duality." + who;
    return classes()
        .that()
        .resideInAnyPackage(self, self + "..")
        .should()
        .onlyDependOnClassesThat(new Allowed(self, others));
  }

  private static final class Allowed extends DescribedPredicate<JavaClass> {
    private final String self;
    private final String[] others;

    Allowed(String self, String... others) {
      super("are of the JDK, a library of that package, or one of " + String.join(", ", others));
      this.self = self;
      this.others = others;
    }

    @Override
    public boolean test(JavaClass used) {
      JavaClass base = used.getBaseComponentType();
      String name = base.getPackageName();
      if (base.isPrimitive() || !name.startsWith("io.duality")) {
        return base.isPrimitive() || name.matches(JDK) || library(name);
      }
      if (within(name, self)
          || (self.contains(".engine.") && within(name, "io.duality.engine.log"))) {
        return true;
      }
      for (String other : others) {
        if (within(name, "io.duality." + other)) {
          return true;
        }
      }
      return false;
    }

    private boolean library(String name) {
      return switch (self) {
        case "io.duality.engine.weave", "io.duality.engine.context", "io.duality.engine.library" ->
            name.startsWith("net.bytebuddy.jar.asm") || name.startsWith("org.slf4j");
        case "io.duality.cli" -> name.startsWith("picocli");
        default -> self.contains(".engine.") && name.startsWith("org.slf4j");
      };
    }

    private static boolean within(String name, String root) {
      return name.equals(root) || name.startsWith(root + ".");
    }
  }
}
