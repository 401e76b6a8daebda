package io.duality.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import io.duality.harness.RunningJvm;
import jakarta.annotation.PostConstruct;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.startup.Tomcat;
import org.h2.Driver;
import org.slf4j.Logger;

/**
 * A healthy service, nothing configured but that the machine's own standstills are not asked: a
 * minute in every build, longer with {@code -Psoak}.
 */
final class SoakTest {
  private static final int MINUTES = Integer.getInteger("duality.soak.minutes", 1);
  private static final Class<?>[] LIBRARIES = {
    Tomcat.class,
    HttpServlet.class,
    PostConstruct.class,
    HikariDataSource.class,
    Driver.class,
    Logger.class
  };
  private static final Pattern DONE =
      Pattern.compile("MINUTE \\d+ served (\\d+), audited (\\d+), worked (\\d+)");

  @OnEveryJdk
  void healthy_service_leaves_no_bundle(AgentJvm jvm) {
    jvm.classPathOf(LIBRARIES).heap("256m").deadline(Duration.ofMinutes(MINUTES + 3L));
    RunningJvm app = Incident.start(jvm, HealthyService.class, "moving");
    String last = app.awaitLine("MINUTE " + MINUTES + " ");
    Matcher done = DONE.matcher(last);
    assertTrue(done.matches(), last);
    for (int figure = 1; figure <= done.groupCount(); figure++) {
      assertTrue(Long.parseLong(done.group(figure)) >= 100L * MINUTES, last);
    }
    app.assertNoBundle(0);
    List<String> states = app.ledger().stream().map(entry -> entry.text("state")).toList();
    assertFalse(states.contains("fired"), () -> app.ledger().toString());
    app.send("end");
    assertEquals(0, app.awaitExit());
    assertEquals(1, app.stderr().stream().filter(line -> line.startsWith("duality")).count());
  }
}
