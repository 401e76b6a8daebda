package io.duality.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/** A server to which nobody speaks: an acceptor, a selector, a kept-alive connection. */
public final class QuietNetwork implements Situation {
  @Override
  public void open(Stage stage) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      ServerSocket acceptor = new ServerSocket(0, 10, loopback);
      Socket client = new Socket(loopback, acceptor.getLocalPort());
      Socket connection = acceptor.accept();
      Selector selector = Selector.open();
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(loopback, 0)).configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
      daemon("http-acceptor", acceptor::accept);
      daemon("http-connection", connection.getInputStream()::read);
      daemon("http-client", client.getInputStream()::read);
      daemon("http-selector", () -> key.selector().select());
    } catch (IOException e) {
      throw new UncheckedIOException("the loopback address cannot be used", e);
    }
  }

  /** These threads end with the program alone: an interrupt does not reach a blocking read. */
  private static void daemon(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (Exception e) {
                throw new IllegalStateException(name + " failed", e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  public static void main(String[] args) throws InterruptedException {
    Stage.play(args, new QuietNetwork());
  }
}
