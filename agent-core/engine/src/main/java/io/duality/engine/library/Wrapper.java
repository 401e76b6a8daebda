package io.duality.engine.library;

/** What libraries put around what a thread runs; its first field is what it wraps. */
enum Wrapper {
  WRAPPER
}
