package dev.weir.it;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that a PromQL expression names: every word that is none of the language's, outside of labels, ranges and texts. */
final class PromQl {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABELS = Pattern.compile("\"[^\"]*\""
            + "|\\{[^}]*}"
            + "|\\[[^]]*]"
            + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern LANGUAGE =
            Pattern.compile("\\b(and|or|unless|offset|bool|atan2)\\b|\\b[a-zA-Z_]\\w*\\s*\\(|\\b\\d[\\w.]*");

    private PromQl() {}

    static SortedSet<String> metrics(String expression) {
        var names = new TreeSet<String>();
        var words = LANGUAGE.matcher(LABELS.matcher(expression).replaceAll(" ")).replaceAll(" ");
        WORD.matcher(words).results().map(MatchResult::group).forEach(names::add);
        return names;
    }

    /** With a dashboard's variables filled in, so that a parser takes it. */
    static String filled(String expression) {
        return expression
                .replace("$__rate_interval", "1m")
                .replaceAll("\"\\$\\w+\"", Matcher.quoteReplacement("\".+\""));
    }
}
