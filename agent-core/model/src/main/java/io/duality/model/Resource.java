package io.duality.model;

import java.util.Objects;

/**
 * Something a thread can wait for or hold, under the name a person would give it.
 *
 * @param key the same for one object in every look of one process: kind, class and identity
 * @param kind what kind of thing it is
 * @param name the resource name: field ({@code com.acme.Inventory.stockLock}), creation site, or
 *     class and identity; two instances of one name end in {@code #n}
 * @param className the runtime class of the object that people know (the lock, not its {@code
 *     Sync})
 * @param identity its identity hash, or 0 when it has none
 * @param limit how many may hold or fill it at once, or -1 when unknown or unbounded
 * @param depth how many hold or fill it now, or -1 when unknown
 * @param named where the name comes from
 */
public record Resource(
    String key,
    ResourceKind kind,
    String name,
    String className,
    int identity,
    long limit,
    long depth,
    Named named) {

  /** Where a resource's name comes from, best first. */
  public enum Named {
    CONFIGURATION,
    LIBRARY,
    FIELD,
    CREATION_SITE,
    CLASS;
  }

  public Resource {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(named, "named");
  }
}
