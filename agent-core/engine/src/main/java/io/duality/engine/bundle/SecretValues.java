package io.duality.engine.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that give themselves away inside a text. In each pattern the group {@code secret} is what
 * goes; a group {@code key} must name a secret, when there is one.
 */
final class SecretValues {

  /** One pattern, and what else must hold before a match counts. */
  private record Rule(Pattern pattern, boolean keyed, Predicate<MatchResult> proven) {
    static Rule of(String regex) {
      return of(regex, match -> true);
    }

    static Rule of(String regex, Predicate<MatchResult> proven) {
      return new Rule(Pattern.compile(regex), regex.contains("(?<key>"), proven);
    }
  }

  private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+'";

  private static final List<Rule> RULES =
      List.of(
          // -----BEGIN … PRIVATE KEY----- up to its end, or to the end of what was cut off
          Rule.of(
              "-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?<secret>[\\s\\S]*?)"
                  + "(?:-----END|\\z)"),
          // user and password in front of a host: in these schemes up to the last @, since
          // unescaped
          // slashes in passwords are common there; jdbc:oracle:thin:user/password@…
          Rule.of(
              "(?i)\\b(?:jdbc:[^\\s\"'?;]{1,200}?|s3[an]?|amqps?|mongodb(?:\\+srv)?|rediss?)"
                  + "://[^\\s\"':/@]*+:(?<secret>[^\\s\"'?]*)@"),
          Rule.of("(?i)\\bjdbc:oracle:[a-z]+:[^\\s\"'/@]*+/(?<secret>[^\\s\"'@]+)@"),
          // scheme://user:password@host, and scheme://token@host
          Rule.of("\\b[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\\s\"':/@]*+:(?<secret>[^\\s\"'/]+)@"),
          Rule.of("\\b[A-Za-z][A-Za-z0-9+.-]{0,30}://(?<secret>[^\\s\"':/@]{20,})@"),
          Rule.of("(?i)\\bbearer\\s+(?<secret>(?=\\S*[0-9._-])[A-Za-z0-9._~+/=-]{8,})"),
          Rule.of(
              "(?i)\\bbasic\\s+(?<secret>[A-Za-z0-9+/]{4,}={0,2})",
              SecretValues::isUserAndPassword),
          // JSON web tokens, then the prefixes by which issuers mark theirs
          Rule.of("\\b(?<secret>eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.?[A-Za-z0-9_-]*)"),
          Rule.of("\\b(?<secret>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})\\b"),
          Rule.of("\\b(?<secret>gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
          Rule.of("\\b(?<secret>glpat-[A-Za-z0-9_-]{16,})"),
          Rule.of("\\b(?<secret>xox[abeoprs]-[A-Za-z0-9-]{10,})"),
          Rule.of("\\b(?<secret>(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,})"),
          Rule.of("\\b(?<secret>AIza[A-Za-z0-9_-]{30,})"),
          Rule.of("\\b(?<secret>npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,})"),
          // addresses that let everybody who knows them post
          Rule.of(
              "(?i)\\bhttps://(?:hooks\\.slack\\.com/(?:services|workflows|triggers)"
                  + "|(?:\\w{1,20}\\.)?discord(?:app)?\\.com/api/webhooks"
                  + "|[\\w-]{1,60}\\.webhook\\.office\\.com/\\w{1,20})/(?<secret>[^\\s\"'?]+)"),
          // --password value, in one text
          Rule.of(
              "(?<![^\\s\"'])--?(?<key>[A-Za-z][\\w.-]{0,80}+)\\s+(?<secret>"
                  + QUOTED
                  + "|(?!-)[^\\s\"']+)"),
          // key=value with commas that are not followed by the next pair
          Rule.of(
              "(?<![\\w.-])(?<key>[\\w.-]{2,100}+)[\"']?\\s{0,3}=\\s{0,3}(?<secret>"
                  + QUOTED
                  + "|(?:[^\\s,;&\"']|,(?![\\w.-]{1,100}+=))+)"),
          // "key": "value", also inside a quoted text, and header: value
          Rule.of(
              "(?<![\\w.-])(?<key>[\\w.-]{2,100}+)\\\\?[\"']\\s{0,3}:\\s{0,3}(?<secret>"
                  + QUOTED
                  + "|\\\\\"[^\"]*+|[^\\s,\"'\\]}\\\\]+)"),
          Rule.of(
              "(?<![\\w.-])(?<key>[\\w.-]{2,100}+):\\s{1,3}(?<secret>" + QUOTED + "|[^\\s,]+)"));

  private final SecretKeys keys;
  private int replaced;

  SecretValues(SecretKeys keys) {
    this.keys = keys;
  }

  static int rules() {
    return RULES.size();
  }

  /** How many secrets were taken out so far. */
  int replaced() {
    return replaced;
  }

  String redact(String text) {
    String result = text;
    for (Rule rule : RULES) {
      result = redact(rule, result);
    }
    return result;
  }

  private String redact(Rule rule, String text) {
    Matcher matcher = rule.pattern().matcher(text).useTransparentBounds(true);
    StringBuilder out = null;
    int copied = 0;
    while (matcher.find()) {
      String secret = matcher.group("secret");
      if (secret.contains(Redaction.REDACTED)
          || (rule.keyed() && !keys.secret(matcher.group("key"), secret))
          || !rule.proven().test(matcher)) {
        if (rule.keyed()) {
          // the value of a harmless key may itself hold a pair: -Dx=password=y
          matcher.region(Math.max(matcher.end("key") + 1, copied), text.length());
        }
        continue;
      }
      int from = matcher.start("secret");
      int to = matcher.end("secret");
      boolean quoted = secret.length() > 1 && "\"'".indexOf(secret.charAt(0)) >= 0;
      out = out == null ? new StringBuilder(text.length()) : out;
      out.append(text, copied, quoted ? from + 1 : from).append(Redaction.REDACTED);
      copied = quoted ? to - 1 : to;
      replaced++;
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static boolean isUserAndPassword(MatchResult match) {
    try {
      byte[] bytes = Base64.getDecoder().decode(match.group(1));
      return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
    } catch (IllegalArgumentException e) {
      return false; // not Base64: the word after "basic" is just a word
    }
  }
}
