package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OwnSocketTest {
  @TempDir Path temporary;

  @Test
  @EnabledOnOs(OS.LINUX)
  void request_of_another_tool_stays_where_it_is() throws Exception {
    Path request = Files.createFile(temporary.resolve("request"));
    Path socket = temporary.resolve("socket");
    long pid = ProcessHandle.current().pid();

    assertThrows(FileAlreadyExistsException.class, () -> OwnSocket.open(socket, request, pid));

    assertTrue(Files.exists(request), "who has asked for the socket is not answered any more");
  }
}
