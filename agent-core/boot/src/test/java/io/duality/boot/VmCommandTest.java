package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class VmCommandTest {
  private static Object server() {
    return Peek.staticReference(ManagementFactory.class, "platformMBeanServer");
  }

  @Test
  void commands_run_and_nobody_s_server_of_mbeans_is_made_or_asked() {
    Object before = server();
    assertTrue(VmCommand.known());
    String version = VmCommand.run("VM.version");
    assertTrue(version.contains(System.getProperty("java.vm.version")), version);
    assertTrue(VmCommand.run("VM.events log=exc").contains("exceptions"));
    assertEquals(before, server());
  }

  @Test
  void command_that_the_jvm_does_not_have_is_an_exception() {
    assertThrows(RuntimeException.class, () -> VmCommand.run("No.such"));
  }
}
