package io.duality.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot service that starts, answers some requests on loopback, and ends. */
@SpringBootApplication
@RestController
public class Service {
  @GetMapping("/stock")
  public String stock() {
    return "42";
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var application = new SpringApplication(Service.class);
    application.setDefaultProperties(
        java.util.Map.of(
            "server.port", "0", "server.address", "127.0.0.1", "spring.main.banner-mode", "off"));
    var context = (ServletWebServerApplicationContext) application.run(args);
    var uri = URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + "/stock");
    var client = HttpClient.newHttpClient();
    for (int i = 0; i < 200; i++) {
      var answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      if (!"42".equals(answer.body())) {
        throw new IllegalStateException(answer.toString());
      }
    }
    System.exit(SpringApplication.exit(context));
  }
}
