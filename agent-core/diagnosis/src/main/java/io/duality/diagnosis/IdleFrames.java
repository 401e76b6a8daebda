package io.duality.diagnosis;

import io.duality.model.ThreadSeen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the stacks of threads look like that have nothing to do. */
final class IdleFrames {
  /** A frame in which idle threads stand, and what they do there. */
  private static final Map<String, String> IDLE = new LinkedHashMap<>();

  /** What a thread does that waits for its next piece of work. */
  static final Set<String> JOBLESS;

  static {
    String pool = "a pool's worker without work";
    IDLE.put("java.util.concurrent.ThreadPoolExecutor.getTask", pool);
    IDLE.put("java.util.concurrent.ForkJoinPool.awaitWork", pool);
    IDLE.put("java.util.concurrent.ForkJoinPool.runWorker", pool);
    IDLE.put("org.apache.tomcat.util.threads.TaskQueue.*", pool);
    IDLE.put("org.apache.tomcat.util.threads.ThreadPoolExecutor.getTask", pool);
    IDLE.put("org.eclipse.jetty.util.thread.QueuedThreadPool*", pool);
    IDLE.put("org.eclipse.jetty.util.BlockingArrayQueue.poll", pool);
    IDLE.put("org.eclipse.jetty.util.thread.ReservedThreadExecutor*", pool);
    IDLE.put("org.jboss.threads.EnhancedQueueExecutor*", pool);
    IDLE.put("*.netty.util.concurrent.SingleThreadEventExecutor.takeTask", pool);
    IDLE.put("*.netty.util.concurrent.GlobalEventExecutor.takeTask", pool);
    IDLE.put("kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.*ark", pool);
    String backlog = "a consumer of a backlog that is empty";
    IDLE.put("ch.qos.logback.core.AsyncAppenderBase$Worker.run", backlog);
    IDLE.put("org.apache.logging.log4j.core.appender.AsyncAppenderEventDispatcher.*", backlog);
    IDLE.put("com.lmax.disruptor.*WaitStrategy.waitFor", backlog);
    IDLE.put("com.lmax.disruptor.ProcessingSequenceBarrier.waitFor", backlog);
    String timer = "a timer before its next task";
    IDLE.put("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.*", timer);
    IDLE.put("java.util.TimerThread.mainLoop", timer);
    IDLE.put("*.netty.util.HashedWheelTimer*", timer);
    IDLE.put("kotlinx.coroutines.DefaultExecutor.run", timer);
    IDLE.put("okio.AsyncTimeout*", timer);
    String selector = "a selector without events";
    IDLE.put("sun.nio.ch.*SelectorImpl.*", selector);
    IDLE.put("sun.nio.ch.EPoll*", selector);
    IDLE.put("sun.nio.ch.KQueue*", selector);
    IDLE.put("*.netty.channel.epoll.Native*", selector);
    IDLE.put("*.netty.channel.kqueue.Native*", selector);
    IDLE.put("*.netty.channel.uring.*", selector);
    IDLE.put("org.apache.tomcat.jni.Poll.poll", selector);
    IDLE.put("sun.nio.ch.Poller*", selector);
    String acceptor = "an acceptor without a new connection";
    IDLE.put("java.net.ServerSocket.*", acceptor);
    IDLE.put("sun.nio.ch.NioSocketImpl.accept", acceptor);
    IDLE.put("sun.nio.ch.ServerSocketChannelImpl.*", acceptor);
    IDLE.put("java.net.PlainSocketImpl.socketAccept", acceptor);
    IDLE.put("org.apache.tomcat.jni.Socket.accept", acceptor);
    JOBLESS = Set.of(pool, timer, selector, acceptor);
    String runtime = "a thread of the Java runtime without work";
    IDLE.put("java.lang.ref.ReferenceQueue.remove*", runtime);
    IDLE.put("java.lang.ref.Reference.waitForReferencePendingList", runtime);
    IDLE.put("java.lang.ref.Reference$ReferenceHandler.*", runtime);
    IDLE.put("java.lang.ref.Finalizer$FinalizerThread.run", runtime);
    IDLE.put("jdk.internal.ref.CleanerImpl.run", runtime);
    IDLE.put("java.lang.ProcessHandleImpl*", runtime);
    IDLE.put("jdk.jfr.internal.PlatformRecorder*", runtime);
    IDLE.put("jdk.internal.misc.Signal*", runtime);
  }

  private static final List<String> RUNTIME_THREADS =
      List.of(
          "Reference Handler",
          "Finalizer",
          "Signal Dispatcher",
          "Common-Cleaner",
          "Notification Thread",
          "Attach Listener",
          "process reaper",
          "DestroyJavaVM");

  private final Map<Pattern, String> builtIn = new LinkedHashMap<>();
  private final Map<Pattern, String> extra = new LinkedHashMap<>();

  IdleFrames(List<String> globs) {
    IDLE.forEach((glob, reason) -> builtIn.put(compile(glob), reason));
    globs.forEach(glob -> extra.put(compile(glob), glob));
  }

  /** The glob of the configuration that names this thread or one of its frames, or null. */
  String configured(ThreadSeen thread) {
    for (Map.Entry<Pattern, String> entry : extra.entrySet()) {
      if (entry.getKey().matcher(thread.name()).matches()) {
        return entry.getValue();
      }
      for (StackTraceElement frame : thread.frames()) {
        if (entry.getKey().matcher(method(frame)).matches()) {
          return entry.getValue();
        }
      }
    }
    return null;
  }

  /**
   * What an idle thread with this stack does, or null when it is not known to be idle. Only the
   * frames down to the first that is not the JDK's count: below it the same frames mean that the
   * thread is busy with a task.
   */
  String idle(ThreadSeen thread) {
    if (RUNTIME_THREADS.contains(thread.name())) {
      return "a thread of the Java runtime without work";
    }
    List<StackTraceElement> top = new ArrayList<>();
    for (StackTraceElement frame : thread.frames()) {
      top.add(frame);
      if (!Stacks.isJdk(frame)) {
        break;
      }
    }
    for (StackTraceElement frame : top) {
      String method = method(frame);
      for (Map.Entry<Pattern, String> entry : builtIn.entrySet()) {
        if (entry.getKey().matcher(method).matches()) {
          // runWorker is also below a task; then another frame of the JDK's pools lies between
          boolean taskBetween =
              method.endsWith("ForkJoinPool.runWorker")
                  && top.stream().anyMatch(f -> f.getMethodName().equals("doExec"));
          if (!taskBetween) {
            return entry.getValue();
          }
        }
      }
    }
    return null;
  }

  /** Whether the thread runs a task of a pool. */
  boolean runsTask(ThreadSeen thread) {
    for (StackTraceElement frame : thread.frames()) {
      String method = method(frame);
      if (method.equals("java.util.concurrent.ThreadPoolExecutor.runWorker")
          || method.equals("java.util.concurrent.ForkJoinTask.doExec")
          || method.equals("org.apache.tomcat.util.threads.ThreadPoolExecutor.runWorker")
          || method.equals("org.eclipse.jetty.util.thread.QueuedThreadPool.runJob")) {
        return idle(thread) == null;
      }
    }
    return false;
  }

  private static String method(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  private static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    for (String part : glob.split("\\*", -1)) {
      regex
          .append(regex.isEmpty() && !glob.startsWith("*") ? "" : ".*")
          .append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
