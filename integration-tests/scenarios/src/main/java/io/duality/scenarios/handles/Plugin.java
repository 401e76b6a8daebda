package io.duality.scenarios.handles;

/** What every deployment brings anew. */
public final class Plugin {}
