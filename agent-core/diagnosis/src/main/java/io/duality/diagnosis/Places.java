package io.duality.diagnosis;

import io.duality.model.Resource;
import io.duality.model.ThreadSeen;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the frames of the application from those of its libraries: a person looks for the cause in
 * the former first. A frame is the application's when its package begins like that of a class whose
 * locks are waited for, of the main class, or of where its thread began.
 */
final class Places {
  private static final List<String> LIBRARIES =
      List.of(
          "akka.",
          "ch.qos.logback.",
          "com.datastax.",
          "com.fasterxml.",
          "com.github.benmanes.caffeine.",
          "com.google.",
          "com.microsoft.sqlserver.",
          "com.mongodb.",
          "com.mysql.",
          "com.rabbitmq.",
          "com.zaxxer.",
          "groovy.",
          "io.grpc.",
          "io.helidon.",
          "io.lettuce.",
          "io.micrometer.",
          "io.micronaut.",
          "io.netty.",
          "io.opentelemetry.",
          "io.projectreactor.",
          "io.quarkus.",
          "io.undertow.",
          "io.vertx.",
          "jakarta.",
          "kotlin.",
          "kotlinx.",
          "okhttp3.",
          "oracle.",
          "org.apache.",
          "org.codehaus.",
          "org.eclipse.",
          "org.glassfish.",
          "org.h2.",
          "org.hibernate.",
          "org.hsqldb.",
          "org.jboss.",
          "org.jooq.",
          "org.mariadb.",
          "org.postgresql.",
          "org.redisson.",
          "org.slf4j.",
          "org.springframework.",
          "org.xnio.",
          "pekko.",
          "reactor.",
          "redis.clients.",
          "rx.",
          "scala.");
  private static final Set<String> SHARED = Set.of("github", "gitlab", "gitee", "bitbucket");
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$([A-Za-z_]\\w*)\\$\\d+");
  private static final Pattern CREATED_AT = Pattern.compile(" created at ([^ ]+)\\.[^. ]+");

  private final Set<String> own = new LinkedHashSet<>();

  Places(Collection<ThreadSeen> threads, Collection<Resource> resources) {
    for (Resource resource : resources) {
      own(owner(resource));
    }
    for (ThreadSeen thread : threads) {
      if (thread.name().equals("main") && !thread.virtual()) {
        own(beginning(thread));
      }
    }
  }

  /** The class that owns a resource, as far as its name tells; or null. */
  private static String owner(Resource resource) {
    return switch (resource.named()) {
      case FIELD -> {
        String name = resource.name();
        yield name.contains(" ") || name.lastIndexOf('.') < 0
            ? null
            : name.substring(0, name.lastIndexOf('.'));
      }
      case CREATION_SITE -> {
        Matcher site = CREATED_AT.matcher(resource.name());
        yield site.find() ? site.group(1) : null;
      }
      case CLASS -> resource.className();
      case CONFIGURATION, LIBRARY -> null;
    };
  }

  private static String beginning(ThreadSeen thread) {
    String name = null;
    for (StackTraceElement frame : thread.frames()) {
      name = Stacks.isJdk(frame) ? name : frame.getClassName();
    }
    return name;
  }

  private void own(String className) {
    String prefix = prefix(className);
    if (prefix != null) {
      own.add(prefix);
    }
  }

  /** {@code com.acme.} of {@code com.acme.orders.Inventory}; null for what is not one's own. */
  private static String prefix(String className) {
    if (className == null || Stacks.isJdk(className) || library(className)) {
      return null;
    }
    String[] parts = className.split("\\.");
    if (parts.length < 2) {
      return null;
    }
    int most = parts.length > 3 && SHARED.contains(parts[1]) ? 3 : 2;
    int taken = Math.min(most, parts.length - 1);
    return String.join(".", List.of(parts).subList(0, taken)) + ".";
  }

  private static boolean library(String className) {
    return LIBRARIES.stream().anyMatch(className::startsWith);
  }

  /** Where the application stands on this stack; a library's frame when it has none; or null. */
  StackTraceElement application(ThreadSeen thread) {
    if (thread == null) {
      return null;
    }
    String began = prefix(beginning(thread));
    StackTraceElement unknown = null;
    for (StackTraceElement frame : thread.frames()) {
      String name = frame.getClassName();
      if (Stacks.isJdk(frame) || library(name)) {
        continue;
      }
      if ((began != null && name.startsWith(began)) || own.stream().anyMatch(name::startsWith)) {
        return frame;
      }
      unknown = unknown == null ? frame : unknown;
    }
    return unknown == null ? current(thread) : unknown;
  }

  /** The topmost frame that is not the JDK's, or null. */
  static StackTraceElement current(ThreadSeen thread) {
    return Stacks.application(thread);
  }

  /** {@code com.acme.Sync.copy(Sync.java:42)}, else the topmost frame; null without a stack. */
  String where(ThreadSeen thread) {
    StackTraceElement frame = application(thread);
    if (frame == null && thread != null && !thread.frames().isEmpty()) {
      frame = thread.frames().get(0);
    }
    return frame == null ? null : Stacks.full(frame);
  }

  /** Whether it is a lambda of a method that is on the stack itself. */
  private static boolean twice(StackTraceElement frame, List<StackTraceElement> stack) {
    StackTraceElement written = written(frame);
    return !written.getMethodName().equals(frame.getMethodName())
        && stack.stream()
            .anyMatch(
                each ->
                    each.getClassName().equals(written.getClassName())
                        && each.getMethodName().equals(written.getMethodName()));
  }

  /** A frame of a lambda by the method that it is written in. */
  private static StackTraceElement written(StackTraceElement frame) {
    Matcher lambda = LAMBDA.matcher(frame.getMethodName());
    return lambda.matches()
        ? new StackTraceElement(
            frame.getClassName(), lambda.group(1), frame.getFileName(), frame.getLineNumber())
        : frame;
  }

  /** The application's frames below that one, without accessors and proxies, the nearest first. */
  List<StackTraceElement> callers(ThreadSeen thread, int most) {
    StackTraceElement here = application(thread);
    if (here == null) {
      return List.of();
    }
    int from = thread.frames().indexOf(here) + 1;
    return thread.frames().subList(from, thread.frames().size()).stream()
        .filter(frame -> !Stacks.isJdk(frame) && !library(frame.getClassName()))
        .filter(frame -> !twice(frame, thread.frames()))
        .map(Places::written)
        .filter(frame -> frame.getMethodName().indexOf('$') < 0)
        .filter(frame -> !frame.getClassName().contains("$$")) // lambdas and proxies
        .limit(most)
        .toList();
  }
}
