package io.duality.engine.detect;

import io.duality.model.Masked;
import io.duality.model.Resource;
import java.util.List;

/** Names for conditions that are equal in every process in which the same thing goes wrong. */
final class Signatures {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Signatures() {}

  /** {@code wait:8c1e5b7716cf}: the detector and what the parts come to. */
  static String of(String detector, List<String> parts) {
    long hash = FNV_OFFSET;
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
      hash = (hash ^ 0xFFFF) * FNV_PRIME; // no name contains it, so that "a","bc" is not "ab","c"
    }
    String digits = Long.toHexString(hash);
    return detector + ":" + "0".repeat(16 - digits.length()).concat(digits).substring(0, 12);
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
