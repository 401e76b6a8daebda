package io.duality.engine.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;

/** Keeps contexts where no recipe looks: in a ThreadLocal of its own. */
public final class OtherContextStorage implements ContextStorageProvider, ContextStorage {
  private final ThreadLocal<Context> current = new ThreadLocal<>();

  @Override
  public ContextStorage get() {
    return this;
  }

  @Override
  public Scope attach(Context context) {
    Context before = current.get();
    current.set(context);
    return () -> current.set(before);
  }

  @Override
  public Context current() {
    return current.get();
  }
}
