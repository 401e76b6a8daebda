package io.duality.diagnosis;

import static io.duality.diagnosis.Scene.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.duality.model.Resource;
import io.duality.model.ResourceKind;
import io.duality.model.ThreadSeen;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final StackTraceElement RUN = frame("java.lang.Thread", "run", 840);
  private static final StackTraceElement MAP = frame("java.util.HashMap", "get", 560);

  @Test
  void frame_of_the_package_that_owns_the_lock_is_the_applications() {
    Places places = places("com.acme.orders.Inventory.stockLock");

    StackTraceElement mine = frame("com.acme.warehouse.Sync", "copy", 42);
    assertEquals(
        mine, places.application(stack(MAP, frame("net.driver.Wire", "read", 1), mine, RUN)));
  }

  @Test
  void frame_where_the_thread_began_tells_its_own_from_an_unknown_library() {
    StackTraceElement library = frame("net.driver.Wire", "read", 1);
    StackTraceElement mine = frame("org.shop.Import", "load", 9);
    StackTraceElement began = frame("org.shop.jobs.Import", "run", 3);

    assertEquals(mine, places().application(stack(library, mine, began, RUN)));
  }

  @Test
  void lock_of_a_library_does_not_make_the_library_ones_own() {
    Places places = places("org.h2.store.Cache.lock");
    StackTraceElement mine = frame("com.acme.Sync", "copy", 42);

    assertEquals(mine, places.application(stack(frame("org.h2.store.Cache", "get", 7), mine)));
  }

  @Test
  void creation_site_names_the_owner_as_well_as_a_field() {
    Resource lock =
        new Resource(
            "l",
            ResourceKind.LOCK,
            "ReentrantLock created at com.acme.Foo.<init>:42",
            "java.util.concurrent.locks.ReentrantLock",
            7,
            1,
            1,
            Resource.Named.CREATION_SITE);
    StackTraceElement mine = frame("com.acme.Sync", "copy", 42);

    assertEquals(
        mine,
        new Places(List.of(), List.of(lock))
            .application(stack(frame("net.driver.Wire", "read", 1), mine, frame("x.Y", "z", 1))));
  }

  @Test
  void two_projects_of_one_code_host_are_not_one_application() {
    Places places = places("com.github.acme.Inventory.lock");
    StackTraceElement mine = frame("com.github.acme.Sync", "copy", 42);

    assertEquals(
        mine, places.application(stack(frame("com.github.other.Wire", "read", 1), mine, RUN)));
  }

  @Test
  void stack_of_libraries_only_is_told_by_its_topmost_one_and_the_jdk_alone_by_nothing() {
    StackTraceElement jetty = frame("org.eclipse.jetty.io.ManagedSelector", "produce", 1);

    assertEquals(jetty, places().application(stack(MAP, jetty, RUN)));
    assertNull(places().application(stack(MAP, RUN)));
    assertNull(places().application(null));
  }

  @Test
  void callers_leave_out_libraries_and_lambdas() {
    StackTraceElement mine = frame("com.acme.Sync", "copy", 42);
    StackTraceElement caller = frame("com.acme.Sync", "run", 12);
    ThreadSeen thread =
        stack(
            mine,
            frame("com.acme.Sync", "lambda$run$0", 13),
            frame("org.springframework.aop.Proxy", "invoke", 1),
            caller,
            RUN);

    assertEquals(List.of(caller), places().callers(thread, 2));
  }

  private static Places places(String... fields) {
    List<Resource> resources =
        List.of(fields).stream()
            .map(
                name ->
                    new Resource(
                        name, ResourceKind.LOCK, name, "Lock", 7, 1, 1, Resource.Named.FIELD))
            .toList();
    return new Places(List.of(), resources);
  }

  private static ThreadSeen stack(StackTraceElement... frames) {
    return new ThreadSeen(1, "worker", false, false, Thread.State.RUNNABLE, null, List.of(frames));
  }
}
