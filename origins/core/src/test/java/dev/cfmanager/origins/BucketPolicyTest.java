// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cfmanager.common.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BucketPolicyTest {
    private static final String ARN_1 = "arn:aws:cloudfront::123456789012:distribution/E1";
    private static final String ARN_2 = "arn:aws:cloudfront::123456789012:distribution/E2";
    private static final OaiGrant KNOWN = new OaiGrant(ARN_1, "E2QWRUHAPOMQZL", "cafe01");
    private static final OaiGrant UNKNOWN = new OaiGrant(ARN_2, "EOTHER", "");
    private static final ObjectNode FOREIGN = object(
            "{'Sid':'TheirOwn','Effect':'Deny','Principal':{'AWS':['*']},'Action':['s3:Put*'],'Resource':'arn:aws:s3:::b/x/*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}");

    @Test
    void letsOneDistributionInWithTheStatementAwsDocuments() {
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers(Set.of(ARN_1), List.of())));

        assertThat(policy)
                .isEqualTo(object("{'Version':'2012-10-17','Statement':[{'Sid':'AllowCloudFrontServicePrincipal',"
                        + "'Effect':'Allow','Principal':{'Service':'cloudfront.amazonaws.com'},'Action':'s3:GetObject',"
                        + "'Resource':'arn:aws:s3:::b/*','Condition':{'StringEquals':{'AWS:SourceArn':'" + ARN_1
                        + "'}}}]}"));
    }

    @Test
    void listsSeveralDistributionsInOneStatement() {
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers(Set.of(ARN_2, ARN_1), List.of())));

        assertThat(policy.at("/Statement/0/Condition/StringEquals/AWS:SourceArn"))
                .isEqualTo(Json.array().add(ARN_1).add(ARN_2));
    }

    @Test
    void namesIdentitiesByCanonicalUserAndByArnWhereThatIsNotKnown() {
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers(Set.of(), List.of(KNOWN, UNKNOWN))));

        assertThat(policy.at("/Statement/0/Principal"))
                .isEqualTo(object("{'CanonicalUser':'cafe01',"
                        + "'AWS':'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EOTHER'}"));
        assertThat(policy.at("/Statement/0/Sid").asText()).isEqualTo("AllowOriginAccessIdentities");
        assertThat(policy.at("/Statement/0/Condition").isMissingNode()).isTrue();
    }

    @Test
    void letsReadersListWhereMissingObjectsAre404() {
        BucketReaders readers = new BucketReaders("b", Set.of(ARN_1), List.of(KNOWN), true, false);

        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers));

        assertThat(policy.path("Statement"))
                .extracting(statement -> statement.path("Action").asText() + " "
                        + statement.path("Resource").asText())
                .containsExactly(
                        "s3:GetObject arn:aws:s3:::b/*",
                        "s3:ListBucket arn:aws:s3:::b",
                        "s3:GetObject arn:aws:s3:::b/*",
                        "s3:ListBucket arn:aws:s3:::b");
    }

    @Test
    void opensTheBucketOnlyToThoseItIsToldTo() {
        BucketReaders closed = readers(Set.of(ARN_1), List.of(KNOWN));
        BucketReaders open = new BucketReaders("b", Set.of(ARN_1), List.of(KNOWN), false, true);

        assertThat(Json.write(written(BucketPolicy.change(Optional.empty(), closed))))
                .doesNotContain("\"*\"");
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), open));
        assertThat(policy.at("/Statement/2/Principal").asText()).isEqualTo("*");
        assertThat(written(BucketPolicy.change(Optional.of(policy), closed)).path("Statement"))
                .hasSize(2);
    }

    @Test
    void writesNothingWhenThePolicyAlreadyMeansTheSame() {
        ObjectNode asS3GivesItBack = object("{'Version':'2008-10-17','Id':'theirs','Statement':["
                + "{'Effect':'Allow','Sid':'AllowOriginAccessIdentity','Principal':{'AWS':["
                + "'arn:aws:iam::cloudfront:user/CloudFront_Origin_Access_Identity_E2QWRUHAPOMQZL']},"
                + "'Action':['s3:GetObject'],'Resource':['arn:aws:s3:::b/*']},"
                + "{'Sid':'AllowCloudFrontServicePrincipal','Effect':'Allow',"
                + "'Principal':{'Service':['cloudfront.amazonaws.com']},'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*',"
                + "'Condition':{'StringEquals':{'aws:SourceArn':['" + ARN_2 + "','" + ARN_1 + "']}}}]}");

        assertThat(BucketPolicy.change(Optional.of(asS3GivesItBack), readers(Set.of(ARN_1, ARN_2), List.of(KNOWN))))
                .isInstanceOf(PolicyChange.None.class);
        assertThat(BucketPolicy.change(Optional.empty(), readers(Set.of(), List.of())))
                .isInstanceOf(PolicyChange.None.class);
    }

    @Test
    void takesNoNarrowerOrWiderStatementForItsOwn() {
        ObjectNode should = written(BucketPolicy.change(Optional.empty(), readers(Set.of(ARN_1), List.of())));
        for (String[] edit : new String[][] {
            {"/Statement/0", "Effect", "Deny"},
            {"/Statement/0", "Action", "s3:*"},
            {"/Statement/0", "Resource", "arn:aws:s3:::b/public/*"},
            {"/Statement/0/Principal", "Service", "s3.amazonaws.com"},
            {"/Statement/0/Condition/StringEquals", "aws:SourceAccount", "123456789012"},
        }) {
            ObjectNode drifted = should.deepCopy();
            ((ObjectNode) drifted.at(edit[0])).put(edit[1], edit[2]);

            PolicyChange change = BucketPolicy.change(Optional.of(drifted), readers(Set.of(ARN_1), List.of()));

            assertThat(written(change)).as(edit[1]).isEqualTo(should);
        }
    }

    /** Defect B-5. */
    @Test
    void neverWritesAnEmptyListOrAPolicyWithoutStatements() {
        ObjectNode ours = written(BucketPolicy.change(Optional.empty(), readers(Set.of(ARN_1), List.of(KNOWN))));

        assertThat(BucketPolicy.change(Optional.of(ours), readers(Set.of(), List.of())))
                .isInstanceOf(PolicyChange.Delete.class);
        ObjectNode half = written(BucketPolicy.change(Optional.of(ours), readers(Set.of(), List.of(KNOWN))));
        assertThat(half.path("Statement")).hasSize(1);
    }

    /** Defect B-2. */
    @Test
    void keepsTheGrantsOfMultiOriginDistributionsWhenASingleOriginOneComes() {
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers(Set.of(), List.of(KNOWN))));

        ObjectNode more = written(BucketPolicy.change(Optional.of(policy), readers(Set.of(ARN_1), List.of(KNOWN))));

        assertThat(more.at("/Statement/0")).isEqualTo(policy.at("/Statement/0"));
        assertThat(more.path("Statement")).hasSize(2);
    }

    @Test
    void dropsPrincipalsOfDeletedIdentities() {
        ObjectNode policy = written(BucketPolicy.change(Optional.empty(), readers(Set.of(), List.of(KNOWN))));
        ((ObjectNode) policy.at("/Statement/0/Principal"))
                .set("AWS", Json.array().add("AIDAJDPLRKLG7UEXAMPLE"));

        ObjectNode next = written(BucketPolicy.change(Optional.of(policy), readers(Set.of(), List.of(KNOWN))));

        assertThat(Json.write(next)).doesNotContain("AIDAJDPLRKLG7UEXAMPLE").contains("cafe01");
    }

    @Test
    void keepsAForeignStatementThatStandsWithoutItsList() {
        ObjectNode policy = object("{'Version':'2012-10-17'}");
        policy.set("Statement", FOREIGN);

        ObjectNode next = written(BucketPolicy.change(Optional.of(policy), readers(Set.of(ARN_1), List.of())));

        assertThat(next.at("/Statement/0")).isEqualTo(FOREIGN);
        assertThat(next.path("Statement")).hasSize(2);
    }

    @Test
    void givesTenThousandForeignPoliciesBackAsTheyWere() {
        Random random = new Random(2026);
        for (int round = 0; round < 10_000; round++) {
            ObjectNode foreign = foreignPolicy(random);
            BucketReaders some = randomReaders(random);

            ObjectNode added = written(BucketPolicy.change(Optional.of(foreign), some));
            assertThat(BucketPolicy.change(Optional.of(added), some))
                    .as("round %s", round)
                    .isInstanceOf(PolicyChange.None.class);
            ObjectNode moved = after(added, randomReaders(random));
            ObjectNode removed = written(BucketPolicy.change(Optional.of(moved), readers(Set.of(), List.of())));

            assertThat(Json.write(removed)).as("round %s", round).isEqualTo(Json.write(foreign));
        }
    }

    @Test
    void saysNothingInTenThousandPoliciesButWhoMayReadWhichBucket() {
        long seed = 20260214;
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            String bucket = Hostile.bucketLike(random);
            if (BucketName.problem(bucket).isPresent()) {
                continue;
            }
            // Whatever a table may hold: what is written stays one value in one place.
            Set<String> arns = Set.of("arn-" + Hostile.text(random));
            OaiGrant grant = new OaiGrant("arn", Hostile.text(random), "canonical" + Hostile.text(random));
            BucketReaders all = new BucketReaders(bucket, arns, List.of(grant), true, true);

            JsonNode read = Json.parseOwn(Json.write(written(BucketPolicy.change(Optional.empty(), all))));

            assertThat(read.path("Statement"))
                    .as("seed %s round %s", seed, round)
                    .hasSize(5);
            assertThat(read.path("Statement")).allSatisfy(statement -> {
                assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                assertThat(statement.path("Action").asText()).isIn("s3:GetObject", "s3:ListBucket");
                assertThat(statement.path("Resource").asText())
                        .isEqualTo("arn:aws:s3:::" + bucket
                                + (statement.path("Action").asText().equals("s3:GetObject") ? "/*" : ""));
            });
            assertThat(read.at("/Statement/0/Condition/StringEquals/AWS:SourceArn")
                            .asText())
                    .isEqualTo(arns.iterator().next());
            assertThat(bucket).doesNotContain("*", "?", "$", "/", "\"", "\\");
        }
    }

    private static ObjectNode after(ObjectNode policy, BucketReaders readers) {
        PolicyChange change = BucketPolicy.change(Optional.of(policy), readers);
        return change instanceof PolicyChange.None ? policy : written(change);
    }

    private static BucketReaders randomReaders(Random random) {
        Set<String> arns = random.nextBoolean() ? Set.of(ARN_1) : Set.of(ARN_1, ARN_2);
        List<OaiGrant> grants = List.of(KNOWN, UNKNOWN).subList(0, random.nextInt(3));
        return new BucketReaders("b", arns, grants, random.nextBoolean(), random.nextBoolean());
    }

    private static ObjectNode foreignPolicy(Random random) {
        ObjectNode policy = Json.object().put("Version", random.nextBoolean() ? "2012-10-17" : "2008-10-17");
        if (random.nextBoolean()) {
            policy.put("Id", Hostile.text(random));
        }
        ArrayNode statements = policy.putArray("Statement");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<String> members =
                    new ArrayList<>(List.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition"));
            java.util.Collections.shuffle(members, random);
            ObjectNode statement = statements.addObject();
            members.subList(0, 3 + random.nextInt(4)).forEach(member -> statement.set(member, value(member, random)));
        }
        return policy;
    }

    private static JsonNode value(String member, Random random) {
        JsonNode text = TextNode.valueOf(Hostile.text(random));
        return switch (member) {
            case "Sid" -> TextNode.valueOf("Foreign" + text.asText());
            case "Principal" ->
                random.nextBoolean()
                        ? TextNode.valueOf("*")
                        : Json.object().set("AWS", Json.array().add(text).add("123456789012"));
            case "Condition" -> Json.object().set("StringLike", Json.object().set("aws:Referer", text));
            default -> random.nextBoolean() ? Json.array().add(text) : text;
        };
    }

    private static BucketReaders readers(Set<String> arns, List<OaiGrant> grants) {
        return new BucketReaders("b", arns, grants, false, false);
    }

    private static ObjectNode written(PolicyChange change) {
        assertThat(change).isInstanceOf(PolicyChange.Write.class);
        return ((PolicyChange.Write) change).policy();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parseOwn(json.replace('\'', '"'));
    }
}
