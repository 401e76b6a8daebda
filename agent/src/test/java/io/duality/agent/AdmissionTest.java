package io.duality.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void an_application_on_hotspot() {
    properties.setProperty("java.vm.name", "OpenJDK 64-Bit Server VM");
    properties.setProperty("sun.java.command", "com.acme.Orders --port 8080");
  }

  @Test
  void an_application_is_watched() {
    assertTrue(admit(null).arms());
    assertTrue(admit("service.name=orders").arms());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.jcmd/sun.tools.jcmd.JCmd -l",
        "jdk.jcmd/sun.tools.jps.Jps",
        "jdk.compiler/com.sun.tools.javac.Main Foo.java",
        "jdk.jartool/sun.tools.jar.Main --list",
        "java.base/sun.security.tools.keytool.Main -list",
        "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
        "jdk.jshell.execution.RemoteExecutionControl 40211",
        "com.sun.tools.javac.Main Foo.java",
        "sun.jvm.hotspot.SALauncher jstack"
      })
  void a_tool_of_the_jdk_is_left_alone_without_a_word(String command) {
    properties.setProperty("sun.java.command", command);

    Admission admission = admit(null);

    assertFalse(admission.arms());
    assertNull(admission.reason());
  }

  @Test
  void a_tool_is_recognised_by_its_module_alone() {
    properties.remove("sun.java.command");
    properties.setProperty("jdk.module.main", "jdk.jfr");

    assertFalse(admit(null).arms());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.compiler/com.sun.tools.javac.launcher.Main Orders.java",
        "jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher Orders.java",
        "com.acme.orders/com.acme.Orders",
        "orders.jar --spring.profiles.active=prod",
        "jdkaddons.Main"
      })
  void a_program_that_only_looks_like_a_tool_is_watched(String command) {
    properties.setProperty("sun.java.command", command);
    int slash = command.indexOf('/');
    if (slash > 0) {
      properties.setProperty("jdk.module.main", command.substring(0, slash));
    }

    assertTrue(admit(null).arms());
  }

  @Test
  void a_jvm_started_by_native_code_has_no_command_and_is_watched() {
    properties.remove("sun.java.command");

    assertTrue(admit(null).arms());
  }

  @Test
  void whoever_attaches_to_a_tool_means_it() {
    properties.setProperty("sun.java.command", "jdk.jshell/jdk.internal.jshell.tool.JShell");

    assertTrue(Admission.of(null, true, properties, environment).arms());
  }

  @ParameterizedTest
  @CsvSource({
    "OpenJDK 64-Bit Server VM, true",
    "Java HotSpot(TM) 64-Bit Server VM, true",
    "OpenJDK 64-Bit Zero VM, true",
    "Eclipse OpenJ9 VM, false",
    "Substrate VM, false"
  })
  void only_hotspot_is_watched(String name, boolean arms) {
    properties.setProperty("java.vm.name", name);

    Admission admission = admit(null);

    assertEquals(arms, admission.arms());
    assertEquals(arms, admission.reason() == null);
    assertTrue(arms || admission.reason().contains(name), admission.reason());
  }

  @Test
  void each_place_of_configuration_can_switch_it_off() {
    assertSwitchedOff("enabled=false");
    assertSwitchedOff("service.name=orders,duality.enabled=FALSE");

    environment.put("DUALITY_ENABLED", "false");
    assertSwitchedOff(null);

    environment.clear();
    properties.setProperty("duality.enabled", "false");
    assertSwitchedOff(null);
  }

  @Test
  void the_stronger_place_wins() {
    environment.put("DUALITY_ENABLED", "false");
    properties.setProperty("duality.enabled", "true");
    assertTrue(admit(null).arms());

    properties.setProperty("duality.enabled", "false");
    assertTrue(admit("enabled=true").arms());
  }

  @Test
  void switched_off_is_asked_before_anything_else() {
    properties.setProperty("java.vm.name", "Eclipse OpenJ9 VM");

    assertSwitchedOff("enabled=false");
  }

  /** Whoever switched it off is told nothing: the JVM is to be as if the agent were not there. */
  private void assertSwitchedOff(String args) {
    Admission admission = admit(args);
    assertFalse(admission.arms());
    assertNull(admission.reason());
  }

  private Admission admit(String args) {
    return Admission.of(args, false, properties, environment);
  }
}
