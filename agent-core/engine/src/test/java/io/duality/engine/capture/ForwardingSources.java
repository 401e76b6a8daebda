package io.duality.engine.capture;

import io.duality.model.CaptureRequest;
import io.duality.model.EndedWait;
import io.duality.model.Health;
import io.duality.model.Look;
import io.duality.model.Occurrence;
import io.duality.model.ProcessInfo;
import io.duality.model.ResourceHistory;
import io.duality.model.ServiceInfo;
import io.duality.model.Unknown;
import java.util.List;

/** The sources of a standstill, of which a test replaces one. */
class ForwardingSources implements CaptureSources {
  private final CaptureSources sources;

  ForwardingSources(CaptureSources sources) {
    this.sources = sources;
  }

  @Override
  public ServiceInfo service() {
    return sources.service();
  }

  @Override
  public ProcessInfo process() {
    return sources.process();
  }

  @Override
  public Look look(boolean confirm) {
    return sources.look(confirm);
  }

  @Override
  public List<Look> recent() {
    return sources.recent();
  }

  @Override
  public List<EndedWait> ended() {
    return sources.ended();
  }

  @Override
  public List<ResourceHistory> histories() {
    return sources.histories();
  }

  @Override
  public Health health() {
    return sources.health();
  }

  @Override
  public List<Unknown> unknown() {
    return sources.unknown();
  }

  @Override
  public AgentState agent() {
    return sources.agent();
  }

  @Override
  public Occurrence occurrence(String signature) {
    return sources.occurrence(signature);
  }

  @Override
  public List<CaptureRequest> additional() {
    return sources.additional();
  }
}
