package io.duality.engine.weave;

import io.duality.boot.DirectBuffers;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The constructor of direct buffers that have memory of their own, so that an investigation of
 * direct memory knows who allocates it; at all other times it reads one field.
 */
final class BufferHook extends QuietHook {
  static final String NAME = "java.nio.DirectByteBuffer";

  BufferHook() {
    super(NAME, "new", List.of(MethodPlan.created("(I)V", Exit.DIRECT_BUFFER)));
  }

  @Override
  Proof proof() {
    return () -> {
      long before = DirectBuffers.seen();
      DirectBuffers.watch();
      try {
        ByteBuffer made = ByteBuffer.allocateDirect(1);
        return DirectBuffers.seen() > before
            ? null
            : "its self-test made one that was not seen: " + made;
      } finally {
        DirectBuffers.unwatch();
      }
    };
  }
}
