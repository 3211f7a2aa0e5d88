package io.kalends.worker.http;

/// Looks over JSON before a parser does, in one pass and constant memory: it must be one whole object, nested
/// no deeper than allowed, with no endless numbers. What passes can still be wrong JSON; that is for the parser
/// to say.
public final class JsonShape {

    private static final int LONGEST_NUMBER = 64;

    private final byte[] json;
    private final int deepest;
    private int depth;
    private int word;

    private JsonShape(byte[] json, int deepest) {
        this.json = json;
        this.deepest = deepest;
    }

    /// Refuses what is not one complete JSON object.
    ///
    /// @param deepest how many objects and arrays may be open at once
    public static void check(byte[] json, int deepest) throws UnreadableAnswerException {
        new JsonShape(json, deepest).check();
    }

    private void check() throws UnreadableAnswerException {
        var at = skipSpace(0);
        if (at == json.length) {
            throw new UnreadableAnswerException("the answer is empty");
        }
        if (json[at] != '{') {
            throw new UnreadableAnswerException("the answer is not a JSON object");
        }
        do {
            at = json[at] == '"' ? skipText(at) : step(at);
        } while (depth > 0 && at < json.length);
        if (depth > 0) {
            throw new UnreadableAnswerException("the answer ends before its JSON does");
        }
        if (skipSpace(at) < json.length) {
            throw new UnreadableAnswerException("the answer goes on after its JSON");
        }
    }

    private int step(int at) throws UnreadableAnswerException {
        switch (json[at]) {
            case '{', '[' -> {
                word = 0;
                if (++depth > deepest) {
                    throw new UnreadableAnswerException("the answer is nested deeper than " + deepest);
                }
            }
            case '}', ']' -> {
                word = 0;
                depth--;
            }
            case ',', ':', ' ', '\t', '\r', '\n' -> word = 0;
            default -> {
                if (++word > LONGEST_NUMBER) {
                    throw new UnreadableAnswerException(
                            "the answer has a number of more than " + LONGEST_NUMBER + " digits");
                }
            }
        }
        return at + 1;
    }

    private int skipText(int quote) {
        var at = quote + 1;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, json.length);
    }

    private int skipSpace(int from) {
        var at = from;
        while (at < json.length && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n')) {
            at++;
        }
        return at;
    }
}
