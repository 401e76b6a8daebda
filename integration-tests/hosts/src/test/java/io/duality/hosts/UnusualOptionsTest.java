package io.duality.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.OpenedBundle;
import io.duality.harness.RunningJvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The same stall in JVMs that are started in unusual ways. */
final class UnusualOptionsTest {
  private static final String SHOP =
      """
      import java.util.concurrent.CountDownLatch;
      import java.util.concurrent.locks.ReentrantLock;

      public class Shop {
        private final ReentrantLock shopLock = new ReentrantLock();

        public static void main(String[] args) throws Exception {
          Shop shop = new Shop();
          CountDownLatch held = new CountDownLatch(1);
          Thread holder = new Thread(() -> shop.hold(held), "inventory-sync");
          holder.setDaemon(true);
          holder.start();
          held.await();
          Thread order = new Thread(() -> shop.shopLock.lock(), "order-1");
          order.setDaemon(true);
          order.start();
          System.out.println("READY");
          System.in.read();
          System.out.println("END");
        }

        private void hold(CountDownLatch held) {
          shopLock.lock();
          held.countDown();
          try {
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException e) {
            shopLock.unlock();
          }
        }
      }
      """;

  @OnEveryJdk
  void with_xrs_no_signal_is_raised_and_the_jvm_lives(AgentJvm jvm) {
    explains(jvm.options("-Xrs"));
  }

  @OnEveryJdk
  void without_a_compiler(AgentJvm jvm) {
    explains(jvm.options("-Xint"));
  }

  @OnEveryJdk
  void with_the_serial_collector(AgentJvm jvm) {
    explains(jvm.options("-XX:+UseSerialGC"));
  }

  @OnEveryJdk
  void with_the_z_collector(AgentJvm jvm) {
    explains(jvm.options("-XX:+UseZGC"));
  }

  @OnEveryJdk
  void woven_classes_verify(AgentJvm jvm) {
    explains(jvm.options("-Xverify:all"));
  }

  @OnEveryJdk
  void without_the_attach_mechanism_the_directory_is_the_way_to_the_agent(AgentJvm jvm, Jdk jdk) {
    RunningJvm app = Stall.start(jvm.options("-XX:+DisableAttachMechanism"));
    OpenedBundle bundle = Stall.explained(app);
    String pid = Long.toString(app.pid());
    Path where = app.directory();

    Program attached = Program.duality(where, jdk, "status", pid);
    assertEquals(3, attached.code(), attached::said);
    assertTrue(attached.said().contains("--dir DIR"), attached::said);
    Program status = Program.duality(where, jdk, "status", pid, "--dir", "duality");
    assertEquals(0, status.code(), status::said);
    assertTrue(status.said().contains("pid " + pid), status::said);
    assertTrue(bundle.text("threads.txt").contains("order-1"));
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  @OnEveryJdk
  void under_a_security_manager(AgentJvm jvm, Jdk jdk) {
    Assumptions.assumeTrue(jdk.feature() < 24, "JDK 24 and later have no security manager");
    RunningJvm app =
        Stall.soon(jvm.options("-Djava.security.manager=allow")).main(Guarded.class).start();

    app.awaitReady();
    Stall.explained(app);
    Stall.ends(app);
    assertEquals(1, app.stderr().stream().filter(line -> !line.startsWith("WARNING: ")).count());
  }

  @OnEveryJdk
  void policy_that_grants_nothing_leaves_the_application_alone_and_says_what_is_missing(
      AgentJvm jvm, Jdk jdk) throws IOException {
    RunningJvm app = underPolicy(jvm, jdk, "grant { };\n");
    Stall.ends(app);
    List<String> said = ours(app);
    assertEquals(1, said.size(), said::toString);
    assertTrue(
        said.get(0).startsWith("duality: not armed: the security policy has access denied")
            && said.get(0).contains("grant java.security.AllPermission to duality.jar"),
        said::toString);
    assertFalse(app.bundleDirectory().toFile().exists());
  }

  @OnEveryJdk
  void policy_that_grants_to_the_agent_alone_is_enough(AgentJvm jvm, Jdk jdk) throws IOException {
    RunningJvm app =
        underPolicy(
            jvm,
            jdk,
            "grant codeBase \""
                + AgentJvm.agent().toUri()
                + "\" { permission java.security.AllPermission; };\ngrant { };\n");
    Stall.explained(app);
    Stall.ends(app);
    assertEquals(1, ours(app).size(), () -> app.stderr().toString());
  }

  private static RunningJvm underPolicy(AgentJvm jvm, Jdk jdk, String policy) throws IOException {
    Assumptions.assumeTrue(jdk.feature() < 24, "JDK 24 and later have no security manager");
    Path file = Files.writeString(jvm.directory().resolve("strict.policy"), policy);
    return Stall.start(jvm.options("-Djava.security.manager", "-Djava.security.policy==" + file));
  }

  private static List<String> ours(RunningJvm app) {
    return app.stderr().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  @OnEveryJdk
  void log_manager_that_main_chooses_is_the_one_it_gets(AgentJvm jvm) {
    RunningJvm app = Stall.soon(jvm).main(ChoosesLogManager.class).start().awaitReady();

    assertEquals("LOG MANAGER io.duality.hosts.OwnLogManager", app.stdout().get(0));
    Stall.explained(app);
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  @OnEveryJdk
  void under_a_system_class_loader_of_the_application(AgentJvm jvm) {
    RunningJvm app =
        Stall.start(jvm.options("-Djava.system.class.loader=" + OwnSystemLoader.class.getName()));

    Stall.explained(app);
    Stall.ends(app);
    assertEquals(1, app.stderr().stream().filter(line -> line.startsWith("duality")).count());
  }

  @OnEveryJdk
  void in_an_application_that_interrupts_every_thread_nothing_spins_and_the_stall_is_seen(
      AgentJvm jvm) {
    RunningJvm app = Stall.soon(jvm).main(InterruptsEveryone.class).start().awaitReady();

    assertEquals("CALM", app.stdout().get(0));
    Stall.explained(app);
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  @OnEveryJdk
  void beside_the_launcher_agent_of_an_executable_jar(AgentJvm jvm, Jdk jdk) throws Exception {
    Path jar = launcherAgentJar(jvm.directory(), jdk);
    RunningJvm app = Stall.soon(jvm).jar(jar).start().awaitReady();

    assertTrue(app.stdout().get(0).startsWith("LAUNCHER AGENT "), () -> app.stdout().toString());
    Stall.explained(app);
    Stall.ends(app);
    assertEquals(1, app.stderr().stream().filter(line -> line.startsWith("duality")).count());
  }

  @OnEveryJdk
  void nothing_but_weaving_happens_before_main_however_slow_the_agent_behind_ours_is(
      AgentJvm jvm, Jdk jdk) throws Exception {
    Path jar =
        jar(jvm.directory(), jdk, "Premain-Class: io.duality.hosts.SlowAgent\n", "slow-agent.jar");
    RunningJvm app =
        Stall.soon(jvm).agentAfter(jar, null).main(ChoosesLogManager.class).start().awaitReady();

    assertEquals("SLOW AGENT false", app.stdout().get(0), "the agent has begun to write bundles");
    assertEquals("LOG MANAGER io.duality.hosts.OwnLogManager", app.stdout().get(1));
    Stall.explained(app);
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  private static Path launcherAgentJar(Path directory, Jdk jdk)
      throws IOException, URISyntaxException {
    return jar(
        directory,
        jdk,
        "Main-Class: io.duality.hosts.StockRoom\n"
            + "Launcher-Agent-Class: io.duality.hosts.LauncherAgent\n",
        "stock.jar");
  }

  private static Path jar(Path directory, Jdk jdk, String attributes, String name)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(StockRoom.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path manifest = directory.resolve("manifest.txt");
    Files.writeString(manifest, attributes);
    Path jar = directory.resolve(name);
    Program made =
        Program.run(
            directory,
            jdk,
            "jar",
            "--create",
            "--file=" + jar,
            "--manifest=" + manifest,
            "-C",
            classes.toString(),
            ".");
    assertEquals(0, made.code(), made::said);
    return jar;
  }

  @OnEveryJdk
  void program_that_is_started_from_its_source_is_no_tool(AgentJvm jvm) throws IOException {
    Path source = Files.writeString(jvm.directory().resolve("Shop.java"), SHOP);
    RunningJvm app = Stall.soon(jvm).source(source).start().awaitReady();

    Stall.explained(app, "Shop.shopLock");
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  @OnEveryJdk
  void lock_of_a_class_in_a_module_has_its_name(AgentJvm jvm, Jdk jdk) throws IOException {
    Path source = Files.createDirectories(jvm.directory().resolve("source/com/acme"));
    Path modules = jvm.directory().resolve("modules");
    Files.writeString(source.resolve("Shop.java"), "package com.acme;\n" + SHOP);
    Files.writeString(jvm.directory().resolve("source/module-info.java"), "module shop {}\n");
    Program javac =
        Program.run(
            jvm.directory(),
            jdk,
            "javac",
            "-d",
            modules.resolve("shop").toString(),
            "source/module-info.java",
            "source/com/acme/Shop.java");
    assertEquals(0, javac.code(), javac::said);
    RunningJvm app = Stall.soon(jvm).module(modules, "shop/com.acme.Shop").start().awaitReady();

    Stall.explained(app, "com.acme.Shop.shopLock");
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }

  private static void explains(AgentJvm jvm) {
    RunningJvm app = Stall.start(jvm);
    Stall.explained(app);
    Stall.ends(app);
    Stall.saidOnlyThatItIsArmed(app);
  }
}
