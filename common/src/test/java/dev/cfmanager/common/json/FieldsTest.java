// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.error.OperationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {

    @Test
    void reportsEveryUnfitFieldAtOnce() throws Exception {
        Fields fields =
                fields("{\"name\":5,\"on\":\"yes\",\"limit\":0,\"tags\":{\"a\":1},\"list\":[\"x\",2],\"object\":[],"
                        + "\"blank\":\" \",\"long\":\"abcdef\",\"control\":\"a\\u0007b\",\"half\":\"\\ud800\"}");

        fields.text("name", 10);
        fields.text("missing", 10);
        fields.bool("on");
        fields.whole("limit", 1, 10);
        fields.textMap("tags", 50, 128, 256);
        fields.texts("list", 10, 10);
        fields.object("object");
        fields.text("blank", 10);
        fields.text("long", 5);
        fields.text("control", 10);
        fields.text("half", 10);

        assertThat(fields.problems().found())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(
                        "name", "missing", "on", "limit", "tags.a", "list[1]", "object", "blank", "long", "control",
                        "half");
        assertThatThrownBy(() -> fields.problems().throwIfAny("Invalid thing"))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.errors())
                        .hasSize(11));
    }

    @Test
    void tellsNullFromAbsent() throws Exception {
        Fields fields = fields("{\"a\":null}");

        assertThat(fields.has("a")).isTrue();
        assertThat(fields.isNull("a")).isTrue();
        assertThat(fields.isNull("b")).isFalse();
        assertThat(fields.optionalText("a", 5)).isEmpty();
        assertThat(fields.problems().none()).isTrue();
    }

    @Test
    void readsWhatIsFit() throws Exception {
        Fields fields = fields("{\"name\":\"x\",\"tags\":{\"k\":\"v\"},\"list\":[\"a\"],\"inner\":{\"n\":3}}");

        assertThat(fields.text("name", 5)).isEqualTo("x");
        assertThat(fields.textMap("tags", 5, 5, 5)).isEqualTo(Map.of("k", "v"));
        assertThat(fields.texts("list", 5, 5)).isEqualTo(List.of("a"));
        assertThat(fields.fields("inner").orElseThrow().whole("n", 1, 5)).contains(3L);
    }

    @Test
    void takesNoMarkupForAName() {
        assertThat(Texts.isName("my.site.example.com")).isTrue();
        assertThat(Texts.isName("Ünï çode 名")).isTrue();
        assertThat(Texts.isName("<script>")).isFalse();
        assertThat(Texts.isName("two\nlines")).isFalse();
        assertThat(Texts.isName("  ")).isFalse();
        assertThat(Texts.isName("half a pair \ud83d")).isFalse();
        assertThat(Texts.isName("no character \uffff")).isFalse();
    }

    private static Fields fields(String json) throws Exception {
        return new Fields((ObjectNode) Json.parse(json), new Problems());
    }
}
