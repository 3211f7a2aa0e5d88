package io.kalends.schemas.release;

import java.util.List;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The check that guards the released schemas, held against changes it must and must not let pass.
class CompatibilityTest {

    static final String RELEASED = """
            {"type":"record","name":"Thing","namespace":"n","fields":[
              {"name":"id","type":"string"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"note","type":["null","string"],"default":null},
              {"name":"count","type":"int","default":0},
              {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["UNKNOWN","A","B"],"default":"UNKNOWN"}},
              {"name":"strict","type":{"type":"enum","name":"Strict","symbols":["X"]}},
              {"name":"parts","type":{"type":"array","items":
                {"type":"record","name":"Part","fields":[{"name":"size","type":"int","default":1}]}},"default":[]}
            ]}""";

    @Test
    void the_same_schema_may_follow_itself() {
        assertThat(violations("", "")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            a new optional field                  | {"name":"id"                 | {"name":"more","type":["null","long"],"default":null},{"name":"id"
            a new optional field of a part        | {"name":"size"               | {"name":"more","type":"int","default":7},{"name":"size"
            a new symbol of an enum with a default| "A","B"]                     | "A","B","C"]
            a new doc                             | "name":"id","type":"string"  | "name":"id","doc":"the id","type":"string"
            """)
    void a_change_that_both_sides_can_read_passes(String change, String before, String after) {
        assertThat(violations(before, after)).as(change).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            a required field is gone              | {"name":"id","type":"string"},                           |                                                  | released reads next
            an optional field is gone             | {"name":"count","type":"int","default":0},               |                                                  | field Thing.count is gone
            a field is renamed                    | "name":"id"                                              | "name":"key"                                     | field Thing.id is gone
            a new field has no default            | {"name":"id"                                             | {"name":"more","type":"int"},{"name":"id"        | next reads released
            a new field of a part has no default  | {"name":"size"                                           | {"name":"more","type":"int"},{"name":"size"      | next reads released
            a type changed                        | "name":"id","type":"string"                              | "name":"id","type":"int"                         | next reads released
            a type widened                        | "type":"int","default":0                                 | "type":"long","default":0                        | released reads next
            a branch was added to a union         | ["null","string"]                                        | ["null","string","int"]                          | released reads next
            a field lost its null                 | "type":["null","string"],"default":null                  | "type":"string","default":"x"                    | next reads released
            a new symbol of an enum without default| ["X"]                                                   | ["X","Y"]                                        | released reads next
            a symbol is gone                      | "A","B"]                                                 | "A"]                                             | symbol Kind.B is gone
            the default symbol changed            | "B"],"default":"UNKNOWN"                                 | "B"],"default":"A"                               | default of Kind changed
            a default changed                     | "type":"int","default":0                                 | "type":"int","default":5                         | default of Thing.count changed
            the unit of an instant changed        | timestamp-millis                                         | timestamp-micros                                 | unit of Thing.at changed
            the unit of an instant is gone        | ,"logicalType":"timestamp-millis"                        |                                                  | unit of Thing.at changed
            a part is renamed                     | "name":"Part"                                            | "name":"Piece"                                   | type n.Part is gone
            the record is renamed                 | "name":"Thing"                                           | "name":"Other"                                   | type n.Thing is gone
            """)
    void a_change_that_one_side_cannot_read_or_would_misread_is_found(
            String change, String before, String after, String violation) {
        assertThat(violations(before, after == null ? "" : after))
                .as(change)
                .anySatisfy(found -> assertThat(found).contains(violation));
    }

    private static List<String> violations(String before, String after) {
        assertThat(RELEASED).contains(before);
        return Compatibility.violations(
                new Schema.Parser().parse(RELEASED), new Schema.Parser().parse(RELEASED.replace(before, after)));
    }
}
