// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import dev.cfmanager.awstwin.kernel.AwsError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The language of bucket policies.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">elements</a>
 */
class BucketPolicyTest {
    private static final String BUCKET = "pages";
    private static final OriginAccessIdentities NONE = new OriginAccessIdentities() {
        @Override
        public Optional<String> canonicalUser(String originAccessIdentityId) {
            return Optional.empty();
        }

        @Override
        public Optional<String> identityOf(String canonicalUserId) {
            return Optional.empty();
        }
    };

    @Test
    void silenceIsNoPermission() {
        BucketPolicy policy = policy(
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/open/*'");

        assertThat(decide(policy, "s3:GetObject", "open/a")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "s3:GetObject", "closed/a")).isEqualTo(Decision.SILENT);
        assertThat(decide(policy, "s3:PutObject", "open/a")).isEqualTo(Decision.SILENT);
    }

    @Test
    void aDenialOutweighsEveryPermission() {
        BucketPolicy policy = BucketPolicy.check(json("""
                        {'Version':'2012-10-17','Statement':[
                        {'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':['arn:aws:s3:::pages','arn:aws:s3:::pages/*']},
                        {'Effect':'Deny','Principal':{'AWS':'*'},'Action':'s3:Get*','Resource':'arn:aws:s3:::pages/secret?/*'}]}"""), BUCKET, NONE);

        assertThat(decide(policy, "s3:GetObject", "secret1/a")).isEqualTo(Decision.DENIED);
        assertThat(decide(policy, "s3:GetObject", "secret/a")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(policy, "s3:PutObject", "secret1/a")).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void exceptionsTurnElementsRound() {
        BucketPolicy policy = policy(
                "'Effect':'Deny','NotPrincipal':{'AWS':'arn:aws:iam::123456789012:user/admin'},'NotAction':'s3:GetObject','NotResource':'arn:aws:s3:::pages/open/*'");

        assertThat(decide(policy, "s3:PutObject", "a")).isEqualTo(Decision.DENIED);
        assertThat(decide(policy, "s3:GetObject", "a")).isEqualTo(Decision.SILENT);
        assertThat(decide(policy, "s3:PutObject", "open/a")).isEqualTo(Decision.SILENT);
        assertThat(policy.decide(new Question(
                        Asker.identity("123456789012", "admin"), "s3:PutObject", "arn:aws:s3:::pages/a", Map.of())))
                .isEqualTo(Decision.SILENT);
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals,v,v,true",
        "StringEquals,v,w,false",
        "StringEqualsIgnoreCase,V,v,true",
        "StringNotEquals,v,w,true",
        "StringNotEquals,v,v,false",
        "StringLike,arn:*:E?,arn:x:E1,true",
        "StringLike,v*,w,false",
        "StringNotLike,v*,w,true",
        "ArnLike,arn:aws:cloudfront::1:distribution/*,arn:aws:cloudfront::1:distribution/E1,true",
        "ArnLike,arn:aws:cloudfront::*,arn:aws:cloudfront::1:distribution/E1,false",
        "ArnEquals,arn:aws:cloudfront::1:distribution/E1,arn:aws:cloudfront::1:distribution/E1,true",
        "ArnNotEquals,arn:aws:cloudfront::1:distribution/E1,arn:aws:cloudfront::1:distribution/E1,false",
        "Bool,true,true,true",
        "Bool,false,true,false",
        "IpAddress,192.0.2.0/24,192.0.2.77,true",
        "IpAddress,192.0.2.0/24,192.0.3.1,false",
        "NotIpAddress,2001:db8::/32,2001:db9::1,true",
        "NumericLessThanEquals,10,10,true",
        "NumericGreaterThan,10,10,false",
        "DateGreaterThan,2026-01-01T00:00:00Z,2026-01-01T00:00:01Z,true",
        "DateLessThan,1767225600,2026-01-01T00:00:00Z,false"
    })
    void operatorsCompare(String operator, String expected, String actual, boolean holds) {
        BucketPolicy policy = withCondition("'%s':{'aws:Key':'%s'}".formatted(operator, expected));

        assertThat(decide(policy, Map.of("aws:key", List.of(actual))))
                .isEqualTo(holds ? Decision.ALLOWED : Decision.SILENT);
    }

    @Test
    void aKeyTheRequestDoesNotHaveFailsEveryPositiveOperator() {
        assertThat(decide(withCondition("'StringEquals':{'aws:Key':'v'}"), Map.of()))
                .isEqualTo(Decision.SILENT);
        assertThat(decide(withCondition("'StringNotEquals':{'aws:Key':'v'}"), Map.of()))
                .isEqualTo(Decision.ALLOWED);
        assertThat(decide(withCondition("'StringEqualsIfExists':{'aws:Key':'v'}"), Map.of()))
                .isEqualTo(Decision.ALLOWED);
        assertThat(decide(withCondition("'Null':{'aws:Key':'true'}"), Map.of())).isEqualTo(Decision.ALLOWED);
        assertThat(decide(withCondition("'Null':{'aws:Key':'false'}"), Map.of()))
                .isEqualTo(Decision.SILENT);
    }

    @Test
    void anyOfTheValuesButAllOfTheConditions() {
        BucketPolicy policy = withCondition(
                "'StringEquals':{'AWS:SourceArn':['a','b'],'aws:sourceaccount':'1'},'Bool':{'aws:SecureTransport':true}");
        Map<String, List<String>> context = new HashMap<>(Map.of(
                "aws:sourcearn", List.of("b"),
                "aws:sourceaccount", List.of("1"),
                "aws:securetransport", List.of("true")));

        assertThat(decide(policy, context)).isEqualTo(Decision.ALLOWED);
        context.put("aws:sourceaccount", List.of("2"));
        assertThat(decide(policy, context)).isEqualTo(Decision.SILENT);
    }

    @Test
    void severalValuesOfARequestCountAsTheQuantifierSays() {
        Map<String, List<String>> mixed = Map.of("aws:tagkeys", List.of("a", "z"));

        assertThat(decide(withCondition("'ForAnyValue:StringEquals':{'aws:TagKeys':['a','b']}"), mixed))
                .isEqualTo(Decision.ALLOWED);
        assertThat(decide(withCondition("'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}"), mixed))
                .isEqualTo(Decision.SILENT);
        assertThat(decide(withCondition("'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}"), Map.of()))
                .isEqualTo(Decision.ALLOWED);
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | true",
                "{'StringEquals':{'aws:SourceArn':'arn:aws:cloudfront::1:distribution/E1'}} | false",
                "{'StringLike':{'aws:SourceArn':'arn:aws:cloudfront::*'}} | true",
                "{'StringEquals':{'aws:SourceAccount':'123456789012'}} | false",
                "{'StringNotEquals':{'aws:SourceAccount':'123456789012'}} | true",
                "{'StringEqualsIfExists':{'aws:SourceAccount':'123456789012'}} | true",
                "{'StringLike':{'aws:Referer':'https://example.com/*'}} | true",
                "{'Bool':{'aws:SecureTransport':'true'}} | true",
                "{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | false",
                "{'IpAddress':{'aws:SourceIp':['192.0.2.0/24','0.0.0.0/0']}} | true",
                "{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | true",
                "{'StringEquals':{'aws:PrincipalOrgID':'o-1'}} | false",
                "{'StringEquals':{'aws:userid':'${aws:username}'}} | true"
            })
    void publicIsWhatNarrowsToNobody(String condition, boolean isPublic) {
        BucketPolicy policy = policy(
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':"
                        + condition);

        assertThat(policy.isPublic()).isEqualTo(isPublic);
    }

    @Test
    void namedPrincipalsAndDenialsAreNotPublic() {
        assertThat(policy(
                                "'Effect':'Allow','Principal':{'Service':'cloudfront.amazonaws.com'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*'")
                        .isPublic())
                .isFalse();
        assertThat(policy("'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::pages/*'")
                        .isPublic())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json | Policies must be valid JSON",
                "[] | Policies must be valid JSON",
                "{'Version':'2012-10-17'} | Missing required field Statement",
                "{'Version':'2012-10-17','Statement':[]} | Statement is empty",
                "{'Version':'2020-01-01','Statement':[{}]} | valid version string",
                "{'Version':'2012-10-17','Stament':[]} | Unknown field Stament"
            })
    void refusesDocumentsThatAreNoPolicy(String document, String message) {
        assertMalformed(json(document), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Missing required field Effect",
                "'Effect':'Maybe','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid effect",
                "'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Missing required field Principal",
                "'Effect':'Allow','Principal':'*','Resource':'arn:aws:s3:::pages/*' | Missing required field Action",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject' | Missing required field Resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:Fly','Resource':'arn:aws:s3:::pages/*' | Policy has invalid action",
                "'Effect':'Allow','Principal':'*','Action':[],'Resource':'arn:aws:s3:::pages/*' | Policy has invalid action",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::other/*' | Policy has invalid resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'pages/*' | Policy has invalid resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages' | Action does not apply to any resource",
                "'Effect':'Allow','Principal':'*','Action':'s3:ListBucket','Resource':'arn:aws:s3:::pages/*' | Action does not apply to any resource",
                "'Effect':'Allow','Principal':{'AWS':[]},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid principal in policy",
                "'Effect':'Allow','Principal':{'AWS':'somebody'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid principal in policy",
                "'Effect':'Allow','Principal':{'AWS':'AIDA1234567890ABCDEFG'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid principal in policy",
                "'Effect':'Allow','Principal':{'Service':'cloudfront'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid principal in policy",
                "'Effect':'Allow','Principal':{'Robot':'r2'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*' | Invalid principal in policy",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':{'StringSame':{'aws:Key':'v'}} | Invalid Condition type : StringSame",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':{'StringEquals':{'Key':'v'}} | invalid condition key",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':{'StringEquals':{'aws:SourceArn':[]}} | Condition has no value",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':{'StringEquals':{'s3:prefix':'a'}} | Conditions do not apply",
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Extra':1 | Unknown field Extra"
            })
    void refusesStatementsThatAreNone(String statement, String message) {
        assertMalformed(json("{'Version':'2012-10-17','Statement':[{" + statement + "}]}"), message);
    }

    @Test
    void sidsAreUnique() {
        String statement =
                "{'Sid':'one','Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*'}";

        assertMalformed(
                json("{'Version':'2012-10-17','Statement':[" + statement + "," + statement + "]}"), "must be unique");
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html: "limited to 20 KB in size" */
    @Test
    void aPolicyHasAtMost20KilobytesNotCountingBlanks() {
        String frame = json(
                "{'Version':'2012-10-17','Id':'%s','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*'}]}");
        int room = 20_480 - frame.length() + 2;

        assertThat(BucketPolicy.check(frame.formatted("x".repeat(room)) + " ".repeat(1000), BUCKET, NONE))
                .isNotNull();
        assertMalformed(frame.formatted("x".repeat(room + 1)), "maximum allowed document size");
    }

    @Test
    void theReadingIsNormalised() {
        BucketPolicy policy = BucketPolicy.check(json("""
                        {'Version': '2012-10-17', 'Id': 'mine',
                         'Statement': {'Sid': 'One', 'Effect': 'Allow', 'Principal': {'AWS': ['123456789012']},
                          'Action': ['s3:GetObject'], 'Resource': ['arn:aws:s3:::pages/b/*', 'arn:aws:s3:::pages/a/*']}}"""), BUCKET, NONE);

        assertThat(policy.readBack(NONE))
                .isEqualTo(json("{'Version':'2012-10-17','Id':'mine','Statement':[{'Sid':'One','Effect':'Allow',"
                        + "'Principal':{'AWS':'arn:aws:iam::123456789012:root'},'Action':'s3:GetObject',"
                        + "'Resource':['arn:aws:s3:::pages/b/*','arn:aws:s3:::pages/a/*']}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::123456789012:root",
                "arn:aws:iam::123456789012:role/path/reader",
                "arn:aws:sts::123456789012:assumed-role/reader/session",
                "999988887777"
            })
    void principalsOfAccountsAreTakenOnTrust(String principal) {
        BucketPolicy policy = policy("'Effect':'Allow','Principal':{'AWS':'" + principal
                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*'");

        assertThat(policy.isPublic()).isFalse();
    }

    private static BucketPolicy withCondition(String condition) {
        return policy(
                "'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::pages/*','Condition':{"
                        + condition + "}");
    }

    private static BucketPolicy policy(String statement) {
        return BucketPolicy.check(json("{'Version':'2012-10-17','Statement':[{" + statement + "}]}"), BUCKET, NONE);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static Decision decide(BucketPolicy policy, String action, String key) {
        return policy.decide(new Question(Asker.anonymous(), action, "arn:aws:s3:::pages/" + key, Map.of()));
    }

    private static Decision decide(BucketPolicy policy, Map<String, List<String>> context) {
        return policy.decide(new Question(Asker.anonymous(), "s3:GetObject", "arn:aws:s3:::pages/a", context));
    }

    private static void assertMalformed(String document, String message) {
        AwsError refusal = catchThrowableOfType(AwsError.class, () -> BucketPolicy.check(document, BUCKET, NONE));

        assertThat(refusal).as(document).isNotNull();
        assertThat(refusal.code()).isEqualTo("MalformedPolicy");
        assertThat(refusal.text()).contains(message);
    }
}
