package io.duality.diagnosis;

import io.duality.model.Finding;
import io.duality.model.Finding.Severity;
import io.duality.model.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * S08: threads that run and bring nothing about: they try for something again and again, or they do
 * not come out of a collection that threads must not share.
 */
final class Livelock implements Rule {
  @Override
  public Pattern pattern() {
    return Pattern.S08;
  }

  @Override
  public Set<Source> needs() {
    return Set.of(Source.LOOKS);
  }

  @Override
  public String blind(Case incident) {
    return new SpikingThread().blind(incident);
  }

  @Override
  public List<Finding> findings(Case incident) {
    List<Spun> tries = new ArrayList<>();
    Map<String, List<Spun>> caught = new TreeMap<>();
    for (Spun spun : Spun.of(incident)) {
      String collection = spun.frames.collection();
      if (spun.stands() && spun.frames.tries()) {
        tries.add(spun);
      } else if (spun.stands() && collection != null) {
        caught.computeIfAbsent(collection, key -> new ArrayList<>()).add(spun);
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!tries.isEmpty()) {
      findings.add(finding(incident, tries, tries(tries), tries.get(0).name, "thread"));
    }
    caught.forEach(
        (collection, threads) ->
            findings.add(
                finding(
                    incident,
                    threads,
                    (threads.size() == 1 ? " does" : " do")
                        + " not come out of a "
                        + collection
                        + ", as happens when threads change one without a lock between them",
                    collection,
                    "class")));
    return findings;
  }

  private static String tries(List<Spun> tries) {
    return tries.size() == 1
        ? " tries again and again for what it does not get"
        : " try again and again for what they do not get; each may hold what the other wants";
  }

  private Finding finding(
      Case incident, List<Spun> spun, String what, String subject, String kind) {
    List<Long> ids = spun.stream().map(each -> each.id).toList();
    List<String> names = spun.stream().map(each -> Words.plain(each.name)).toList();
    Found found =
        Found.about(incident, pattern(), kind, subject)
            .threads(ids)
            .severity(Severity.CRITICAL)
            .sure(0.85);
    ids.forEach(id -> found.at(incident.atThread(id)));
    return found.says(
        Words.list(names)
            + what
            + ": "
            + spun.get(0).used()
            + (spun.size() == 1 ? ", " : " each, ")
            + spun.get(0).where());
  }
}
