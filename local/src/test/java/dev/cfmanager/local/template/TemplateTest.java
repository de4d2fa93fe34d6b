// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final StackIdentity STACK = new StackIdentity("demo", "eu-west-1", "123456789012");

    @Test
    void readsShortAndLongFormsOfAFunctionAlike() {
        String shortForms = """
                A: !Sub ${Table}-${AWS::Region}-${!Literal}
                B: !GetAtt Table.Arn
                C: !Join ["-", [a, !Ref Table]]
                D: !Select [1, !Split [",", "x,y"]]
                E: !If [Holds, !Ref Table, never]
                F: !FindInMap [Sizes, !Ref "AWS::Region", large]
                G: !Base64 plain
                """;
        String longForms = """
                A: { "Fn::Sub": "${Table}-${AWS::Region}-${!Literal}" }
                B: { "Fn::GetAtt": [Table, Arn] }
                C: { "Fn::Join": ["-", [a, { Ref: Table }]] }
                D: { "Fn::Select": ["1", { "Fn::Split": [",", "x,y"] }] }
                E: { "Fn::If": [Holds, { Ref: Table }, never] }
                F: { "Fn::FindInMap": [Sizes, { Ref: "AWS::Region" }, large] }
                G: { "Fn::Base64": plain }
                """;

        for (String written : List.of(shortForms, longForms)) {
            assertThat(evaluate(written).textMap())
                    .isEqualTo(Map.of(
                            "A", "Table-eu-west-1-${Literal}",
                            "B", "Table.Arn",
                            "C", "a-Table",
                            "D", "y",
                            "E", "Table",
                            "F", "9",
                            "G", "cGxhaW4="));
        }
    }

    @Test
    void keepsDatesAndNumbersWithLeadingZerosAsTheyAreWritten() {
        Properties read = evaluate("Version: 2012-10-17\nAccount: 001234567890\nCount: 12\nHot: true\n");

        assertThat(read.asMap())
                .isEqualTo(Map.of("Version", "2012-10-17", "Account", "001234567890", "Count", 12, "Hot", true));
    }

    @Test
    void leavesOutWhatRefersToNoValue() {
        Properties read = evaluate("Gone: !Ref AWS::NoValue\nList: [a, !If [Holds, !Ref AWS::NoValue, b], c]\n");

        assertThat(read.asMap()).isEqualTo(Map.of("List", List.of("a", "c")));
    }

    @Test
    void givesSubItsOwnValuesBeforeTheStacks() {
        Properties read = evaluate("Url: !Sub [\"https://${Host}/${Table}\", { Host: !Select [0, !Ref Origins] }]\n");

        assertThat(read.text("Url")).isEqualTo("https://one.example/Table");
    }

    @Test
    void mergesGlobalsAsSamDoes() {
        Template template = Template.parse("""
                Globals:
                  Function:
                    Timeout: 30
                    Layers: [global]
                    Environment: { Variables: { SHARED: !Ref "AWS::Region", OWN: global } }
                Resources:
                  Run:
                    Type: AWS::Serverless::Function
                    Properties:
                      Timeout: 60
                      Layers: [own]
                      Environment: { Variables: { OWN: !Ref "AWS::StackName" } }
                """, "test");
        Evaluator evaluator = evaluator(template, Map.of());

        Properties run = evaluator.properties(evaluator.resources().get(0));

        assertThat(run.integer("Timeout", 0)).isEqualTo(60);
        assertThat(run.texts("Layers")).containsExactly("global", "own");
        assertThat(run.section("Environment").section("Variables").textMap())
                .isEqualTo(Map.of("SHARED", "eu-west-1", "OWN", "demo"));
    }

    @Test
    void leavesOutResourcesAndOutputsWhoseConditionDoesNotHold() {
        Template template = Template.parse("""
                Parameters:
                  Count: { Type: Number, Default: 0 }
                Conditions:
                  Some: !Not [!Equals [!Ref Count, 0]]
                  Both: !And [!Condition Some, !Equals [a, a]]
                  Either: !Or [!Condition Both, !Equals [a, b]]
                Resources:
                  Always: { Type: AWS::S3::Bucket }
                  Sometimes: { Type: AWS::S3::Bucket, Condition: Either }
                Outputs:
                  Name: { Value: !Ref Always }
                  Other: { Value: !Ref Sometimes, Condition: Both }
                """, "test");

        Evaluator none = evaluator(template, Map.of());
        Evaluator some = evaluator(template, Map.of("Count", "2"));

        assertThat(none.resources()).extracting(TemplateResource::logicalId).containsExactly("Always");
        assertThat(none.outputs()).isEqualTo(Map.of("Name", "Always"));
        assertThat(some.resources()).extracting(TemplateResource::logicalId).containsExactly("Always", "Sometimes");
        assertThat(some.outputs()).isEqualTo(Map.of("Name", "Always", "Other", "Sometimes"));
    }

    @Test
    void refusesParametersThatAreMissingUnknownOrNotAllowed() {
        Template template = Template.parse("""
                Parameters:
                  Needed: { Type: String, AllowedPattern: "[a-z]+" }
                  Size: { Type: Number, Default: 3, MinValue: 1, MaxValue: 9 }
                  Kind: { Type: String, Default: a, AllowedValues: [a, b] }
                Resources:
                  Bucket: { Type: AWS::S3::Bucket }
                """, "test");

        assertThatThrownBy(() -> evaluator(template, Map.of())).hasMessageContaining("Parameter Needed has no default");
        assertThatThrownBy(() -> evaluator(template, Map.of("Needed", "UPPER")))
                .hasMessageContaining("Needed is 'UPPER'");
        assertThatThrownBy(() -> evaluator(template, Map.of("Needed", "x", "Size", "10")))
                .hasMessageContaining("Size is '10', but must be between 1.0 and 9.0");
        assertThatThrownBy(() -> evaluator(template, Map.of("Needed", "x", "Size", "many")))
                .hasMessageContaining("must be a number");
        assertThatThrownBy(() -> evaluator(template, Map.of("Needed", "x", "Kind", "c")))
                .hasMessageContaining("must be one of [a, b]");
        assertThatThrownBy(() -> evaluator(template, Map.of("Needed", "x", "Nedeed", "y")))
                .hasMessageContaining("no parameter Nedeed");
    }

    @Test
    void refusesWhatItCannotReadNamingThePlace() {
        assertThatThrownBy(() -> Template.parse("Resources:\n  A:\n  A:\n", "t.yaml"))
                .hasMessageContaining("t.yaml is not the YAML of a template");
        assertThatThrownBy(() -> Template.parse("Resources:\n  A:\n    Type:\n", "t.yaml"))
                .hasMessageContaining("t.yaml.Resources.A.Type has no value");
        assertThatThrownBy(() -> Template.parse("Resource: {}\n", "t.yaml")).hasMessageContaining("Resource");
        assertThatThrownBy(() -> Template.parse("Globals: { Functions: {} }\nResources: { A: { Type: T } }\n", "t"))
                .hasMessageContaining("Globals.Functions");
        assertThatThrownBy(() -> evaluate("A: !Cidr [a, b]\n")).hasMessageContaining("Fn::Cidr");
        assertThatThrownBy(() -> evaluate("A: !ImportValue elsewhere\n"))
                .hasMessageContaining("Fn::ImportValue elsewhere");
        assertThatThrownBy(() -> evaluate("A: !If [Maybe, a, b]\n")).hasMessageContaining("condition Maybe");
        assertThatThrownBy(() -> evaluate("A: !FindInMap [Sizes, eu-west-1, small]\n"))
                .hasMessageContaining("Sizes.eu-west-1.small");
        assertThatThrownBy(() -> evaluate("A: a\n").text("B")).hasMessageContaining("It.B is missing");
    }

    private static Properties evaluate(String properties) {
        Template template = Template.parse("""
                Parameters:
                  Origins: { Type: CommaDelimitedList, Default: "one.example, two.example" }
                Mappings:
                  Sizes: { eu-west-1: { large: 9 } }
                Conditions:
                  Holds: !Equals [a, a]
                Resources:
                  It:
                    Type: Some::Type
                    Properties:
                """ + properties.indent(6), "test");
        Evaluator evaluator = evaluator(template, Map.of());
        return evaluator.properties(evaluator.resources().get(0));
    }

    private static Evaluator evaluator(Template template, Map<String, String> parameters) {
        return new Evaluator(template, STACK, parameters, References.byName());
    }
}
