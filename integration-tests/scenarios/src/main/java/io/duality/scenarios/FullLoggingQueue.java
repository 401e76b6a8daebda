package io.duality.scenarios;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/**
 * Logback's AsyncAppender with a short queue in front of an appender that writes to a log
 * collector. When the collector no longer reads, the queue fills, and whoever logs waits for room.
 */
public final class FullLoggingQueue implements Situation {
  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new FullLoggingQueue());
  }

  @Override
  public void open(Stage stage) {
    Peer collector = Peer.deaf(stage.stuck());
    System.out.println("PEER " + collector.name());
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger logger = context.getLogger("orders");
    logger.setLevel(Level.INFO);
    logger.addAppender(async(context, collector));
    Thread[] threads = new Thread[3];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          stage.traced(
              "order-" + (i + 1),
              "POST /orders",
              () -> {
                do {
                  logger.info("order accepted");
                } while (stage.stuck());
              });
    }
    stage.awaitWaiting(threads);
  }

  private static AsyncAppender async(LoggerContext context, Peer collector) {
    Collected collected = new Collected(collector);
    collected.setContext(context);
    collected.setName("COLLECTOR");
    collected.start();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setName("ASYNC");
    async.setQueueSize(16);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(false);
    async.addAppender(collected);
    async.start();
    return async;
  }

  private static final class Collected extends AppenderBase<ILoggingEvent> {
    private final byte[] line = new byte[32 * 1024];
    private final Socket socket;

    Collected(Peer collector) {
      Arrays.fill(line, (byte) ' ');
      try {
        socket = new Socket(collector.address().getAddress(), collector.port());
        new Drain(socket).start();
      } catch (IOException e) {
        throw new IllegalStateException("no collector", e);
      }
    }

    @Override
    protected void append(ILoggingEvent event) {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(line);
      } catch (IOException e) {
        addError("the collector is gone", e);
      }
    }
  }

  /** Takes what the collector sends back. */
  private static final class Drain extends Thread {
    private final Socket socket;

    Drain(Socket socket) {
      super("collector-answers");
      this.socket = socket;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        return; // the program ends
      }
    }
  }
}
