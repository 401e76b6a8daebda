package io.duality.model.config;

/**
 * How much of a file system stays free: the smaller of a share and a size.
 *
 * @param share of the whole file system, 0 to 1; 1 when only the size counts
 * @param bytes the size; {@code Long.MAX_VALUE} when only the share counts
 */
public record KeepFree(double share, long bytes) {

  /** The bytes that have to stay free on a file system of that size. */
  public long of(long totalBytes) {
    return Math.min(bytes, (long) (share * totalBytes));
  }
}
