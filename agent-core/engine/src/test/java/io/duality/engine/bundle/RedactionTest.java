package io.duality.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = new Redaction();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db.password",
        "spring.datasource.dbPassword",
        "PGPASSWORD",
        "MYSQL_ROOT_PASSWORD",
        "javax.net.ssl.keyStorePassword",
        "keystore.storepass",
        "client-secret",
        "clientsecret",
        "GITHUB_TOKEN",
        "authToken",
        "API_TOKENS",
        "x-api-key",
        "STRIPE_APIKEY",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "azure.storage.account-key",
        "ssh.private.key",
        "signing_key",
        "ENCRYPTION_KEY",
        "sasl.jaas.config",
        "SENTRY_DSN",
        "REDIS_AUTH",
        "DB_PASS",
        "pwd",
        "PWD",
        "google.application.credentials",
        "http.proxy.authorization",
      })
  void value_of_a_secret_key_goes_and_the_key_stays(String key) {
    assertEquals(Map.of(key, Redaction.REDACTED), redaction.map(Map.of(key, "correct horse 7")));
    assertEquals(1, redaction.replaced());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATH | /usr/bin:/opt/secret:/opt/token/bin",
        "PWD | /srv/app",
        "OLDPWD | C:\\Users\\app",
        "java.class.path | lib/token-1.jar:lib/secret.jar:lib/password4j-1.2.jar",
        "tokenizer.class | org.apache.Tokenizer",
        "compass.mode | north",
        "passenger.count | 3",
        "keyboard.layout | de",
        "monkey | george",
        "author | Dmitry",
        "SSH_AUTH_SOCK | /tmp/ssh-1/agent.7",
        "XAUTHORITY | /root/.Xauthority",
        "mail.smtp.auth | true",
        "server.ssl.client-auth | need",
        "password.policy | strict",
        "DB_PASSWORD_FILE | /run/secrets/db",
        "token.expiry | 3600",
        "llm.max.tokens | 4096",
        "spring.kafka.producer.key-serializer | org.apache.kafka.StringSerializer",
        "server.servlet.session.cookie.name | JSESSIONID",
        "javax.net.ssl.trustStore | /etc/ssl/cacerts",
        "spring.datasource.url | jdbc:postgresql://db.internal:5432/orders?sslmode=require",
        "jdbc.cluster | jdbc:mysql://h1:3306,h2:3306/orders",
        "oracle | jdbc:oracle:thin:@//db:1521/ORCL",
        "callback | http://host:8080/users/a@b.example/mails",
        "mail.to | ops@example.com",
        "log.pattern | %d [%t] %-5level user=%X{user} - %msg%n",
        "sentence | the basic authentication of the bearer was tokenised",
        "commit | 9f2c1d4e5b6a79808172635445362718f0e1d2c3",
        "trace | 8d1c0a7be24f4f6f9a3b5c07d2e61f94",
        "java.version | 17.0.15",
        "line.separator | \\n",
        "user.dir | /home/app",
        "features | name=value;limit=3,size=4&x=y",
      })
  void harmless_value_stays(String key, String value) {
    assertEquals(Map.of(key, value), redaction.map(Map.of(key, value)));
    assertEquals(List.of(key + "=" + value), redaction.commandLine(List.of(key + "=" + value)));
    assertEquals(0, redaction.replaced());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "jdbc:postgresql://app:S3CR3T@db:5432/orders | jdbc:postgresql://app:[redacted]@db:5432/orders",
        "jdbc:mysql://app:S3/CR@3T@db/orders?x=y | jdbc:mysql://app:[redacted]@db/orders?x=y",
        "jdbc:mysql://db/orders?user=app&password=S3CR3T&ssl=true | jdbc:mysql://db/orders?user=app&password=[redacted]&ssl=true",
        "jdbc:sqlserver://db;user=sa;password=S3,CR3T;encrypt=true | jdbc:sqlserver://db;user=sa;password=[redacted];encrypt=true",
        "jdbc:oracle:thin:scott/S3CR3T@//db:1521/ORCL | jdbc:oracle:thin:scott/[redacted]@//db:1521/ORCL",
        "Server=db;UID=sa;PWD=S3CR3T | Server=db;UID=sa;PWD=[redacted]",
        "https://git:S3CR3T@example.com/x.git | https://git:[redacted]@example.com/x.git",
        "https://S3CR3T0123456789abcdef@example.com/x.git | https://[redacted]@example.com/x.git",
        "amqp://guest:S3/CR3T@mq:5672/vhost | amqp://guest:[redacted]@mq:5672/vhost",
        "redis://:S3CR3T@cache:6379 | redis://:[redacted]@cache:6379",
        "authorization=Bearer S3CR3T.abc,x-tenant=t1 | authorization=[redacted] [redacted],x-tenant=t1",
        "x-api-key=S3CR3T,x-tenant=t1 | x-api-key=[redacted],x-tenant=t1",
        "Authorization: Basic dXNlcjpTM0NSM1Q= | Authorization: [redacted] [redacted]",
        "curl -H 'Bearer S3CR3T0815' | curl -H 'Bearer [redacted]'",
        "com.acme.Main --db-password S3CR3T --port 8080 | com.acme.Main --db-password [redacted] --port 8080",
        "com.acme.Main -Ddb.password=S3CR3T -Xmx4g | com.acme.Main -Ddb.password=[redacted] -Xmx4g",
        "-Dopts=password=S3CR3T | -Dopts=password=[redacted]",
        "{`db`: {`password`: `S3\\`CR3T`, `port`: 5432}} | {`db`: {`password`: `[redacted]`, `port`: 5432}}",
        "key AKIAIOSFODNN7EXAMPLE used | key [redacted] used",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789 | [redacted]",
        "xoxb-123456789012-abcdefghij | [redacted]",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.S3CR3Tsignature | [redacted]",
        "sk_live_S3CR3T0123456789 | [redacted]",
        "https://s.example.com/k?X-Amz-Credential=S3/x&X-Amz-Signature=S3CR3T&a=b | https://s.example.com/k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&a=b",
        "to https://hooks.slack.com/services/T0/B0/S3CR3T now | to https://hooks.slack.com/services/[redacted] now",
        "https://discord.com/api/webhooks/17/S3CR3T-abc | https://discord.com/api/webhooks/[redacted]",
        "-javaagent:/opt/apm.jar=license_key=S3CR3T,app=orders | -javaagent:/opt/apm.jar=license_key=[redacted],app=orders",
      })
  void secret_inside_a_value_goes_and_the_rest_stays(String value, String expected) {
    String given = value.replace('`', '"');
    String wanted = expected.replace('`', '"');
    // The basic and bearer rules come first; the word itself then falls to its key.
    String line = redaction.text(given).replace("[redacted] [redacted]", "[redacted]");
    assertEquals(wanted.replace("[redacted] [redacted]", "[redacted]"), line);
    assertFalse(line.contains("S3"), line);
    assertTrue(redaction.replaced() >= 1);
    String mapped = redaction.map(Map.of("some.key", given)).get("some.key");
    assertFalse(mapped.contains("S3"), mapped);
    List<String> arguments = redaction.commandLine(List.of(given));
    assertFalse(arguments.toString().contains("S3"), arguments.toString());
  }

  @Test
  void private_key_goes_whole_even_when_it_is_cut_off() {
    String begin = "-----BEGIN RSA PRIVATE KEY-----";
    assertEquals(
        begin + "[redacted]-----END RSA PRIVATE KEY----- after",
        redaction.text(begin + "\nMIIE\nabc\n-----END RSA PRIVATE KEY----- after"));
    assertEquals(begin + "[redacted]", redaction.text(begin + "\nMIIE\nabc"));
  }

  @Test
  void escaped_json_inside_json_is_seen() {
    String text = "SPRING={\\\"db\\\":{\\\"password\\\":\\\"S3CR3T\\\",\\\"port\\\":1}}";
    String result = redaction.text(text);
    assertFalse(result.contains("S3CR3T"), result);
    assertTrue(result.contains("port"), result);
  }

  @Test
  void command_line_keeps_its_arguments_and_loses_its_secrets() {
    List<String> arguments =
        List.of(
            "-Xmx4g",
            "-Ddb.password=a,b;c d",
            "-Durl=jdbc:postgresql://app:S3CR3T@db/x",
            "-jar",
            "app.jar",
            "--password",
            "S3CR3T",
            "--api-key=S3CR3T",
            "-p",
            "8080",
            "--token",
            "--verbose",
            "password=S3CR3T");
    assertEquals(
        List.of(
            "-Xmx4g",
            "-Ddb.password=[redacted]",
            "-Durl=jdbc:postgresql://app:[redacted]@db/x",
            "-jar",
            "app.jar",
            "--password",
            "[redacted]",
            "--api-key=[redacted]",
            "-p",
            "8080",
            "--token",
            "--verbose",
            "password=[redacted]"),
        redaction.commandLine(arguments));
    assertEquals(5, redaction.replaced());
  }

  @Test
  void further_keys_of_the_configuration_are_secrets_too() {
    Redaction more = new Redaction(List.of("com.acme.*.vault", "NIP"));
    assertEquals("[redacted]", more.value("com.acme.a.b.vault", "x"));
    assertEquals("[redacted]", more.value("nip", "x"));
    assertEquals("x", more.value("com.acme.vaulted", "x"));
    assertEquals(2 + redaction.rules(), more.rules());
  }

  @Test
  void nothing_is_slow_on_long_values() {
    String path = "lib/some-library-1.2.3.jar:".repeat(20_000);
    assertEquals(path, redaction.text(path));
    String word = "a".repeat(500_000);
    assertEquals(word, redaction.text(word));
    String pairs = "a=b,".repeat(100_000);
    assertEquals(pairs, redaction.text(pairs));
  }
}
