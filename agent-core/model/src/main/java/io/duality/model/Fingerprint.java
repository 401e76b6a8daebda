package io.duality.model;

import java.util.List;

/** A short name of some words, the same in every process. */
public final class Fingerprint {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** {@code wait:8c1e5b7716cf}: the kind and what the parts come to. */
  public static String of(String kind, List<String> parts) {
    long hash = FNV_OFFSET;
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
      hash = (hash ^ 0xFFFF) * FNV_PRIME; // no name contains it, so that "a","bc" is not "ab","c"
    }
    String digits = Long.toHexString(hash);
    return kind + ":" + "0".repeat(16 - digits.length()).concat(digits).substring(0, 12);
  }
}
