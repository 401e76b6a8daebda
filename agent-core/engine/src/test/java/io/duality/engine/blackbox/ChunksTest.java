package io.duality.engine.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks made by hand; those of real recorders are in the stories of deaths. */
class ChunksTest {
  @TempDir Path place;

  private void chunk(String name, long size, long startSeconds, int state) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    bytes.putInt(0, 0x464c5200);
    bytes.putLong(8, size);
    bytes.putLong(32, startSeconds * 1_000_000_000L);
    bytes.putLong(40, 1_000_000_000L);
    bytes.put(64, (byte) state);
    bytes.put(70, (byte) startSeconds);
    Path directory = Files.createDirectories(place.resolve("2026_11_21_00_00_00_4711"));
    Files.write(directory.resolve(name), bytes.array());
  }

  @Test
  void chunks_are_joined_in_order_and_the_unfinished_one_is_repaired() throws IOException {
    chunk("b.jfr", 80, 1, 0);
    chunk("a.jfr", 90, 2, 1); // still being written: 10 bytes behind its header's size
    Path joined = place.resolve("joined");
    Chunks chunks = Chunks.below(place);
    chunks.join(joined);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(joined));
    assertEquals(170, bytes.limit());
    assertEquals(1, bytes.get(70));
    assertEquals(2, bytes.get(80 + 70));
    assertEquals(0, bytes.get(80 + 64), "the reader must not take it for unfinished");
  }

  @Test
  void chunk_without_a_flush_and_foreign_files_are_left_out() throws IOException {
    chunk("a.jfr", 0, 1, 1);
    Files.writeString(place.resolve("notes.jfr"), "not a chunk");
    Files.createSymbolicLink(place.resolve("link.jfr"), Path.of("/etc/passwd"));
    Chunks chunks = Chunks.below(place);

    assertTrue(chunks.isEmpty());
    assertEquals(2, chunks.unreadable());
  }

  @Test
  void only_the_last_minutes_are_kept_and_always_the_last_chunk() throws IOException {
    for (int i = 0; i < 10; i++) {
      chunk("c" + i + ".jfr", 100, 100L * (i + 1), 0);
    }
    Chunks chunks = Chunks.below(place);
    chunks.limit(Duration.ofSeconds(250), 1 << 20);
    assertEquals(300, chunks.bytes());
    chunks.limit(Duration.ofDays(1), 1);
    assertEquals(100, chunks.bytes());
    assertFalse(chunks.isEmpty());
  }
}
