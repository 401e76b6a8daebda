package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.EvidenceRef;
import io.duality.model.Finding.Severity;
import io.duality.model.Finding.Subject;
import io.duality.model.HookState;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** T19: which hooks and sources were live, which were not, and what was not looked for. */
final class TracePlan implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.T19;
  }

  @Override
  public Set<Source> needs() {
    return Set.of();
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<HookState> hooks =
        incident.evidence().hooks().stream().filter(hook -> !hook.idle()).toList();
    List<String> off =
        hooks.stream().filter(HookState::off).map(h -> Words.plain(h.line())).toList();
    List<String> parts = new ArrayList<>();
    parts.add(
        hooks.isEmpty()
            ? "the state of the hooks is not known"
            : hooks.stream().filter(HookState::armed).count()
                + " of "
                + Words.count(hooks.size(), "hook")
                + " live");
    parts.addAll(off);
    for (Rule rule : Rules.ALL) {
      for (Source source : rule.needs()) {
        if (!incident.sources().contains(source)) {
          parts.add(rule.pattern() + " not asked, it needs " + source.label());
        }
      }
    }
    Map<String, List<String>> open = new LinkedHashMap<>();
    Rules.NOT_LOOKED_FOR.forEach(
        (pattern, reason) ->
            open.computeIfAbsent(reason, r -> new ArrayList<>()).add(pattern.name()));
    open.forEach(
        (reason, patterns) ->
            parts.add(
                "not looked for in this version: "
                    + String.join(" ", patterns)
                    + " ("
                    + reason
                    + ")"));
    return List.of(
        new Finding(
            pattern(),
            new Subject("process", Words.plain(incident.evidence().service().name())),
            String.join("; ", parts),
            1,
            Severity.INFO,
            List.of(),
            List.of(),
            List.of(new EvidenceRef("context.json", "")),
            Duals.of(incident, pattern(), List.of())));
  }
}
