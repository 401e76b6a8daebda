package io.duality.engine.detect;

import io.duality.model.Fingerprint;
import io.duality.model.Masked;
import io.duality.model.Resource;
import java.util.List;

/** Names for conditions that are equal in every process in which the same thing goes wrong. */
final class Signatures {
  private Signatures() {}

  /** {@code wait:8c1e5b7716cf}: the detector and what the parts come to. */
  static String of(String detector, List<String> parts) {
    return Fingerprint.of(detector, parts);
  }

  /** A resource without what differs between processes: instance number, identity hash. */
  static String of(Resource resource) {
    return resource.kind().label() + " " + stable(resource.name());
  }

  /** A name without instance numbers and identities. */
  static String stable(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '#' || c == '@') {
        int end = i + 1;
        while (end < name.length() && Character.digit(name.charAt(end), 16) >= 0) {
          end++;
        }
        if (end > i + 1) {
          i = end - 1;
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }

  /** A thread's name with each run of digits as one {@code *}. */
  static String masked(String threadName) {
    return Masked.of(threadName);
  }
}
