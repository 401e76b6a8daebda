package io.duality.scenarios;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

/**
 * Log4j's async loggers with a short ring in front of an appender that writes to a log collector.
 * When the collector no longer reads, the ring fills, and the first one to log waits in it for
 * room. As long as it does, log4j discards what others log; those who came just before wait for a
 * lock that the first one holds.
 */
public final class FullRing implements Situation {
  private static final String RING = "128"; // the least that log4j makes

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new FullRing());
  }

  @Override
  public void open(Stage stage) {
    System.setProperty("log4j2.asyncLoggerRingBufferSize", RING);
    Peer collector = Peer.deaf(stage.stuck());
    System.out.println("PEER " + collector.name());
    AsyncLoggerContext context = new AsyncLoggerContext("shop");
    context.start(ConfigurationBuilderFactory.newConfigurationBuilder().build(false));
    Appender collected = new Collected(collector);
    collected.start();
    LoggerConfig root = context.getConfiguration().getRootLogger();
    List.copyOf(root.getAppenders().keySet()).forEach(root::removeAppender);
    root.addAppender(collected, null, null);
    root.setLevel(Level.INFO);
    context.updateLoggers();
    Logger logger = context.getLogger("payments");
    Step fills =
        () -> {
          do {
            logger.info("payment accepted");
          } while (stage.stuck());
        };
    stage.awaitWaiting(stage.traced("payment-1", "POST /payments", fills));
    for (int i = 2; i <= 3; i++) {
      stage.traced("payment-" + i, "POST /payments", () -> logger.info("payment accepted"));
    }
  }

  private static final class Collected extends AbstractAppender {
    private final byte[] line = new byte[32 * 1024];
    private final Socket socket;

    Collected(Peer collector) {
      super("COLLECTOR", null, null, false, Property.EMPTY_ARRAY);
      Arrays.fill(line, (byte) ' ');
      try {
        socket = new Socket(collector.address().getAddress(), collector.port());
      } catch (IOException e) {
        throw new IllegalStateException("no collector", e);
      }
      Thread answers = new Thread(this::answers, "ring-collector-answers");
      answers.setDaemon(true);
      answers.start();
    }

    private void answers() {
      try {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        return; // the program ends
      }
    }

    @Override
    public void append(LogEvent event) {
      try {
        socket.getOutputStream().write(line);
      } catch (IOException e) {
        error("the collector is gone", event, e);
      }
    }
  }
}
