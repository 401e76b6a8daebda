package io.duality.engine.weave;

import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Peek;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Dispatcher;
import okio.Pipe;
import okio.Timeout;
import org.apache.pekko.util.BoundedBlockingQueue;

/**
 * Uses libraries that were written in Kotlin and in Scala, and prints what their locks are called.
 */
public final class OtherLanguagesMain {
  private OtherLanguagesMain() {}

  private static Object in(Object owner, Class<?> type, String field) {
    long offset = Peek.offset(type, field);
    if (offset == Peek.NONE) {
      throw new IllegalStateException(type + " has no field " + field);
    }
    return Peek.reference(owner, offset);
  }

  private static void say(String what, Object object) {
    System.out.println(what + ": " + Names.nameOf(object));
  }

  public static void main(String[] args) {
    Pipe first = new Pipe(1_024);
    Pipe second = new Pipe(1_024);
    Object lock = in(first, Pipe.class, "lock");
    say("kotlin val", lock);
    say("kotlin val, sync", in(lock, ReentrantLock.class, "sync"));
    say("kotlin val of a second object", in(second, Pipe.class, "lock"));
    say("kotlin condition", in(first, Pipe.class, "condition"));
    Dispatcher dispatcher = new Dispatcher();
    say("kotlin nullable var", dispatcher.executorService());
    dispatcher.executorService().shutdown();
    Timeout timeout = new okio.AsyncTimeout();
    System.out.println("kotlin static: " + companion(timeout.getClass()));
    var queue = new BoundedBlockingQueue<String>(10, new ArrayDeque<>());
    say("scala val", in(queue, BoundedBlockingQueue.class, "lock"));
    say("scala condition", in(queue, BoundedBlockingQueue.class, "notEmpty"));
    System.out.println("hook failures: " + Hooks.failures());
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
  }

  private static String companion(Class<?> type) {
    return Names.nameOf(Peek.staticReference(type, "lock"));
  }
}
