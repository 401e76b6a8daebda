package io.duality.engine.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;
import io.opentelemetry.context.Scope;

/** Keeps contexts where no recipe looks: in a ThreadLocal of its own. */
public final class OtherContextStorage implements ContextStorageProvider, ContextStorage {
  private static final ThreadLocal<Context> CURRENT = new ThreadLocal<>();

  @Override
  public ContextStorage get() {
    return this;
  }

  @Override
  public Scope attach(Context context) {
    Context before = CURRENT.get();
    CURRENT.set(context);
    return () -> CURRENT.set(before);
  }

  @Override
  public Context current() {
    return CURRENT.get();
  }
}
