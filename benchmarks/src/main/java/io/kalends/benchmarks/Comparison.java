package io.kalends.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/// One piece of our work, held against another way to come to about the same.
///
/// @param what ours, for people
/// @param against the other, for people; a floor is the least anybody would have to do
/// @param subject class and method that measures ours
/// @param other class and method that measures the other
record Comparison(String what, String against, String subject, String other) {

    static final List<Comparison> ALL = List.of(
            event("`AvroCodec.encode`", "floor: Avro's writer, everything reused", "encode", "encodePlainAvro"),
            event("`AvroCodec.encode`", "peer: Jackson, from maps", "encode", "encodeJson"),
            event("`AvroCodec.decode`", "peer: Avro's usual reader, reused", "decode", "decodePlainAvro"),
            event("`AvroCodec.decode`", "peer: Jackson, to maps", "decode", "decodeJson"),
            new Comparison(
                    "`ContentHash.of`",
                    "floor: SHA-256 of the event's text",
                    "ContentHashBenchmark.contentHash",
                    "ContentHashBenchmark.bareSha256"),
            key("`ConnectionKey.text`", "floor: joining without encoding", "text", "join"),
            key("`ConnectionKey.text`", "peer: `URLEncoder` on each part", "text", "urlEncoded"),
            key("`ConnectionKey.parse`", "floor: splitting without decoding", "parse", "split"),
            key("`ConnectionKey.parse`", "peer: `URLDecoder` on each part", "parse", "urlDecoded"),
            google("Google's SDK reads an event", "floor: Jackson passes over its tokens", "sdk", "tokens"),
            google("Google's SDK reads an event", "peer: Jackson reads it into a tree", "sdk", "tree"),
            google("Worker fetches an event of Google's", "floor: bare GET of the same page", "fetched", "bareGet"),
            graph("Graph's SDK reads a row", "floor: Jackson passes over its tokens", "sdk", "tokens"),
            graph("Graph's SDK reads a row", "peer: Gson reads it into a tree, as the worker does", "sdk", "tree"),
            graph("Worker fetches a row of Graph's", "floor: bare GET of the same page", "fetched", "bareGet"),
            graph("Worker fetches a row of Graph's", "peer: Graph's SDK fetches it whole", "fetched", "sdkFetched"));

    private static Comparison event(String what, String against, String subject, String other) {
        return within("EventCodecBenchmark.", what, against, subject, other);
    }

    private static Comparison key(String what, String against, String subject, String other) {
        return within("ConnectionKeyBenchmark.", what, against, subject, other);
    }

    private static Comparison google(String what, String against, String subject, String other) {
        return within("GooglePageBenchmark.", what, against, subject, other);
    }

    private static Comparison graph(String what, String against, String subject, String other) {
        return within("GraphPageBenchmark.", what, against, subject, other);
    }

    private static Comparison within(String bench, String what, String against, String subject, String other) {
        return new Comparison(what, against, bench + subject, bench + other);
    }

    /// Every benchmark that is needed, once.
    static List<String> benchmarks() {
        return ALL.stream()
                .flatMap(comparison -> Stream.of(comparison.subject(), comparison.other()))
                .distinct()
                .toList();
    }
}
