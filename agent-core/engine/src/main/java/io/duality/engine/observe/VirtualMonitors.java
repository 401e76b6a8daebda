package io.duality.engine.observe;

/** Placeholder */
final class VirtualMonitors {
  void add(LookBuilder look, PlatformThreads platform, LookSettings settings) {}
}
