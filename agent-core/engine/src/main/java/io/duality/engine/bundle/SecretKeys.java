package io.duality.engine.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which keys name a secret. A key is cut into words ({@code spring.datasource.dbPassword}: spring,
 * datasource, db, password), so that {@code tokenizer}, {@code compass} and {@code monkey} stay.
 */
final class SecretKeys {
  /** A word that names a secret wherever it ends a word: {@code pgpassword}, {@code authtoken}. */
  private static final List<String> ENDINGS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "secret",
          "token",
          "apikey",
          "accesskey",
          "storepass",
          "keypass",
          "dbpass",
          "userpass");

  /** A word that names a secret when it stands alone. */
  private static final Set<String> WORDS =
      Set.of(
          "passwords",
          "pass",
          "pwd",
          "oldpwd",
          "pw",
          "secrets",
          "credential",
          "credentials",
          "creds",
          "authorization",
          "cookie",
          "cookies",
          "privatekey",
          "secretkey",
          "jwt",
          "otp",
          "pin",
          "jaas",
          "dsn",
          "sas",
          "sig",
          "signature");

  /** Words that make {@code key} after them a secret. */
  private static final Set<String> KEY_OF =
      Set.of(
          "api",
          "access",
          "private",
          "secret",
          "account",
          "shared",
          "encryption",
          "signing",
          "master",
          "license",
          "encrypt",
          "crypt",
          "crypto",
          "deploy",
          "ssh",
          "hmac",
          "aes",
          "jwt",
          "auth",
          "client",
          "storage",
          "subscription");

  /** A last word that makes the key speak about a secret without being one. */
  private static final Set<String> ABOUT =
      Set.of(
          "file",
          "path",
          "dir",
          "location",
          "url",
          "uri",
          "endpoint",
          "policy",
          "enabled",
          "disabled",
          "required",
          "length",
          "min",
          "max",
          "limit",
          "count",
          "size",
          "expiry",
          "expires",
          "expiration",
          "ttl",
          "timeout",
          "validity",
          "seconds",
          "millis",
          "ms",
          "interval",
          "type",
          "format",
          "algorithm",
          "encoder",
          "encoding",
          "header",
          "provider",
          "issuer",
          "store",
          "manager",
          "factory",
          "class",
          "rotation",
          "attempts",
          "retries",
          "column",
          "parameter",
          "prompt",
          "mode",
          "version",
          "name",
          "domain",
          "age",
          "only",
          "secure");

  private static final Pattern CAMEL =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern PATH = Pattern.compile("/|[A-Za-z]:\\\\");
  private static final Pattern SEPARATOR = Pattern.compile("[^a-z0-9]+");

  private final List<Pattern> extra = new ArrayList<>();

  /**
   * @param globs further keys, with {@code *} for any characters; case does not matter
   */
  SecretKeys(List<String> globs) {
    for (String glob : globs) {
      extra.add(
          Pattern.compile("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE));
    }
  }

  int rules() {
    return ENDINGS.size() + WORDS.size() + KEY_OF.size() + extra.size();
  }

  /**
   * Whether a value must go because of its key.
   *
   * @param value looked at only to tell the shell's working directory from a password
   */
  boolean secret(String key, String value) {
    if ((key.equals("PWD") || key.equals("OLDPWD")) && PATH.matcher(value).lookingAt()) {
      return false;
    }
    return secret(key);
  }

  private boolean secret(String key) {
    for (Pattern pattern : extra) {
      if (pattern.matcher(key).matches()) {
        return true;
      }
    }
    String[] words = SEPARATOR.split(CAMEL.matcher(key).replaceAll("-").toLowerCase(Locale.ROOT));
    if (words.length > 0 && ABOUT.contains(words[words.length - 1])) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (secret(words[i], i == 0 ? "" : words[i - 1], i == words.length - 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean secret(String word, String before, boolean last) {
    return switch (word) {
      case "key", "keys" -> KEY_OF.contains(before);
      case "tokens" -> !before.equals("max") && !before.equals("min") && !before.equals("total");
      case "auth" -> last && !before.equals("client");
      default -> WORDS.contains(word) || endsAsSecret(word);
    };
  }

  private static boolean endsAsSecret(String word) {
    for (String ending : ENDINGS) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
