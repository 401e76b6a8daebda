package io.duality.engine.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.boot.TraceIds;
import io.duality.model.HookState;
import io.duality.model.TraceRef;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ContextsTest {
  private final AtomicReference<TraceRef> seen = new AtomicReference<>();

  /** Lets a second thread look at the current one, as the watcher does. */
  private Runnable watchedBy(Contexts contexts) {
    Thread worker = Thread.currentThread();
    return () -> {
      Thread watcher = new Thread(() -> seen.set(contexts.trace(worker)), "watcher");
      watcher.start();
      try {
        watcher.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  void another_thread_reads_ids_and_name_of_a_sampled_span() throws Exception {
    try (Woven woven = new Woven()) {
      String[] ids = woven.application(true).work("POST /orders", watchedBy(woven.contexts));

      assertEquals(new TraceRef(ids[0], ids[1], "POST /orders", true), seen.get());
      assertNull(woven.contexts.trace(Thread.currentThread()), "the scope is closed");
    }
  }

  @Test
  void unsampled_span_has_the_name_its_builder_gave_it() throws Exception {
    try (Woven woven = new Woven()) {
      String[] ids = woven.application(false).work("GET /stock", watchedBy(woven.contexts));

      assertEquals(new TraceRef(ids[0], ids[1], "GET /stock", false), seen.get());
    }
  }

  @Test
  void renamed_span_is_seen_under_its_new_name() throws Exception {
    try (Woven woven = new Woven()) {
      woven.application(true).work("GET->GET /orders/{id}", watchedBy(woven.contexts));

      assertEquals("GET /orders/{id}", seen.get().spanName());
    }
  }

  @Test
  void ids_are_read_as_numbers_without_text() throws Exception {
    try (Woven woven = new Woven()) {
      TraceIds ids = new TraceIds();
      String[] real =
          woven
              .application(true)
              .work("work", () -> woven.contexts.read(Thread.currentThread(), ids));

      assertEquals(real[0], Hex.format(ids.traceHigh) + Hex.format(ids.traceLow));
      assertEquals(real[1], Hex.format(ids.span));
      assertTrue(ids.sampled);
      assertFalse(woven.contexts.read(Thread.currentThread(), ids));
      assertEquals(0, ids.traceHigh | ids.traceLow | ids.span, "cleared when there is none");
    }
  }

  /** Stands for a class of an application that is undeployed. */
  private static final class Undeployed {}

  private static void deploy(Contexts contexts) throws Exception {
    try (InputStream code = Undeployed.class.getResourceAsStream("ContextsTest$Undeployed.class")) {
      Class<?> owner =
          MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), false).lookupClass();
      contexts.sink().storage(new ThreadLocal<>(), owner);
    }
  }

  @Test
  void storage_of_an_application_that_is_unloaded_is_let_go_although_it_is_asked_all_the_time()
      throws Exception {
    Contexts contexts = new Contexts();
    deploy(contexts);
    assertTrue(contexts.any());
    TraceIds ids = new TraceIds();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (contexts.any()) {
      assertTrue(System.nanoTime() < end, "the storage is still there");
      assertFalse(contexts.read(Thread.currentThread(), ids));
      System.gc();
      contexts.refresh();
    }
  }

  @Test
  void two_copies_of_the_library_are_both_read() throws Exception {
    try (Woven woven = new Woven()) {
      Woven.Traced first = woven.application(true);
      Woven.Traced second = woven.application(false);

      first.work("first", watchedBy(woven.contexts));
      assertEquals("first", seen.get().spanName());
      second.work("second", watchedBy(woven.contexts));
      assertEquals("second", seen.get().spanName());
      assertEquals(
          2, woven.contexts.states().stream().filter(s -> s.armed() && s.found() == 1).count());
    }
  }

  @Test
  void library_says_its_version_and_that_it_is_read() throws Exception {
    try (Woven woven = new Woven()) {
      woven.application(true).work("work", () -> {});

      HookState state = woven.contexts.states().get(0);
      assertTrue(state.line().matches("OpenTelemetry 1\\.[0-9.]+ context: 1 of 1"), state::line);
      assertTrue(woven.contexts.rules().stream().allMatch(rule -> rule.state().armed()));
    }
  }

  @Test
  void without_a_tracing_library_there_is_nothing_to_say() throws Exception {
    try (Woven woven = new Woven()) {
      assertFalse(woven.contexts.any());
      assertEquals(java.util.List.of(), woven.contexts.states());
      assertNull(woven.contexts.trace(Thread.currentThread()));
    }
  }

  @Test
  void strict_contexts_are_read_through() throws Exception {
    System.setProperty("io.opentelemetry.context.enableStrictContext", "true");
    try (Woven woven = new Woven()) {
      woven.application(true).work("strict", watchedBy(woven.contexts));

      assertEquals("strict", seen.get().spanName());
      assertTrue(woven.contexts.states().stream().allMatch(HookState::armed));
    } finally {
      System.clearProperty("io.opentelemetry.context.enableStrictContext");
    }
  }

  @Test
  void storage_that_nobody_knows_is_named_as_the_blind_spot() throws Exception {
    try (Woven woven = new Woven()) {
      java.net.URL services = getClass().getResource("/other-context-storage/");
      assertNotNull(services);
      woven.application(true, services).work("hidden", watchedBy(woven.contexts));

      assertNull(seen.get());
      HookState state = woven.contexts.states().get(0);
      assertFalse(state.armed());
      assertTrue(state.reason().contains(OtherContextStorage.class.getName()), state::line);
    }
  }

  @Test
  void library_that_was_loaded_before_weaving_is_adopted() throws Exception {
    Woven.Traced application;
    ClassLoader loader;
    try (Woven none = new Woven(name -> false)) {
      application = none.application(true);
      loader = application.loader();
      application.work("early", () -> {});

      try (Woven woven = new Woven()) {
        Class<?>[] loaded =
            java.util.Arrays.stream(
                    net.bytebuddy.agent.ByteBuddyAgent.install().getAllLoadedClasses())
                .filter(type -> type.getClassLoader() == loader)
                .filter(
                    type ->
                        woven.contexts.rules().stream()
                            .anyMatch(rule -> rule.matches(type.getName().replace('.', '/'))))
                .toArray(Class<?>[]::new);
        woven.retransform(loaded);
        woven.contexts.adopt(loaded);

        application.work("late", watchedBy(woven.contexts));
        assertEquals("late", seen.get().spanName());
      }
    }
  }

  @Test
  void span_of_an_unknown_class_is_no_context_and_is_reported() throws Exception {
    try (Woven woven = new Woven(name -> !name.endsWith("/SdkSpan"))) {
      woven.application(true).work("unseen", watchedBy(woven.contexts));

      assertNull(seen.get());
      assertTrue(
          woven.contexts.states().stream()
              .anyMatch(s -> !s.armed() && s.name().contains("io.opentelemetry.sdk.trace.SdkSpan")),
          () -> woven.contexts.states().toString());
    }
  }

  @Test
  void recording_span_is_open_until_it_ends() throws Exception {
    try (Woven woven = new Woven()) {
      Activities activities = woven.contexts.activities();
      String[] ids =
          woven
              .application(true)
              .work(
                  "report",
                  () -> {
                    var open = activities.olderThan(0, System.nanoTime());
                    assertEquals(1, open.size());
                    assertEquals("report", open.get(0).name());
                  });

      assertEquals(java.util.List.of(), activities.olderThan(0, System.nanoTime()));
      assertEquals(Activities.UNKNOWN, activities.openSince(Hex.parse(ids[1], 0)));
    }
  }
}
