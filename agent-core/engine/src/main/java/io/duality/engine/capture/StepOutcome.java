package io.duality.engine.capture;

/** What one step of a capture gives: its artefact, or the reason why there is none. */
public sealed interface StepOutcome permits Captured, Failed {}
