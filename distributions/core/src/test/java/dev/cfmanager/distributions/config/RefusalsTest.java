// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.config.Env;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.error.OperationException;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.distributions.DistributionSpec;
import dev.cfmanager.distributions.DistributionsStage;
import dev.cfmanager.distributions.SampleDistributions;
import dev.cfmanager.distributions.certificate.Certificate;
import dev.cfmanager.distributions.certificate.Certificates;
import dev.cfmanager.origins.InMemoryOriginRepository;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudFront would refuse, we refuse before, each by the pointer of the member that is wrong. */
class RefusalsTest {
    private static final String ARN = "arn:aws:acm:us-east-1:123456789012:certificate/abc-1";
    private static final String LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:x";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ORIGIN = "/Origins/Items/0/";
    private static final String CUSTOM = ORIGIN + "CustomOriginConfig/";
    private static final String DEFAULT = "/DefaultCacheBehavior/";
    private static final String FURTHER = "/CacheBehaviors/Items/0/";

    private final Map<String, Certificate> known = new HashMap<>();
    private final ObjectNode config = SampleDistributions.config("one", "www.example.com");
    private Certificates certificates = arn -> Optional.ofNullable(known.get(arn));

    @BeforeEach
    void useMostOfWhatThereIs() {
        known.put(ARN, issued("example.com", "*.example.com"));
        merge("""
                {"CacheBehaviors":{"Items":[{"PathPattern":"/a/*","TargetOriginId":"both",
                   "ViewerProtocolPolicy":"allow-all","MinTTL":1,"DefaultTTL":2,"MaxTTL":3,
                   "ForwardedValues":{"QueryString":true,"Cookies":{"Forward":"none"}}}]},
                 "OriginGroups":{"Items":[{"Id":"both","FailoverCriteria":{"StatusCodes":{"Items":[500]}},
                   "Members":{"Items":[{"OriginId":"one"},{"OriginId":"two"}]}}]},
                 "CustomErrorResponses":{"Items":[{"ErrorCode":404,"ResponsePagePath":"/404","ResponseCode":"200"}]},
                 "Restrictions":{"GeoRestriction":{"RestrictionType":"whitelist","Items":["DE"]}},
                 "Logging":{"Enabled":true,"IncludeCookies":false,"Bucket":"logs.s3.amazonaws.com","Prefix":""},
                 "Aliases":{"Items":["www.example.com"]},
                 "ViewerCertificate":{"CloudFrontDefaultCertificate":false,"ACMCertificateArn":"%s"}}""".formatted(ARN));
        ((ArrayNode) config.at("/Origins/Items")).addObject().put("Id", "two").put("DomainName", "two.example.com");
        set(CUSTOM + "HTTPPort", "80");
    }

    @Test
    void takesWhatIsFit() {
        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ORIGIN + "ConnectionAttempts           | 4         |",
                ORIGIN + "ConnectionTimeout            | 0         |",
                ORIGIN + "OriginShield                 | {\"Enabled\":true} | " + ORIGIN
                        + "OriginShield/OriginShieldRegion",
                ORIGIN + "VpcOriginConfig              | {\"VpcOriginId\":\"v\"} |",
                ORIGIN + "CustomHeaders                | {\"Items\":[{\"HeaderName\":\"a b\",\"HeaderValue\":\"\"}]} | "
                        + ORIGIN + "CustomHeaders/Items/0/HeaderName",
                ORIGIN
                        + "CustomHeaders                | {\"Items\":[{\"HeaderName\":\"Host\",\"HeaderValue\":\"a\"}]} | "
                        + ORIGIN + "CustomHeaders/Items/0/HeaderName",
                ORIGIN
                        + "CustomHeaders                | {\"Items\":[{\"HeaderName\":\"X-Amz-Id\",\"HeaderValue\":\"a\"}]} | "
                        + ORIGIN + "CustomHeaders/Items/0/HeaderName",
                CUSTOM + "HTTPPort                     | 81        |",
                CUSTOM + "HTTPPort                     | 65536     |",
                CUSTOM + "HTTPSPort                    | 1023      |",
                CUSTOM + "OriginProtocolPolicy         | \"always\" |",
                CUSTOM + "OriginReadTimeout            | 121       |",
                CUSTOM + "OriginKeepaliveTimeout       | 0         |",
                CUSTOM + "OriginSslProtocols           | {\"Items\":[\"TLSv9\"]} |",
                "/OriginGroups/Items/0/Id              | \"one\"   |",
                "/OriginGroups/Items/0/Members/Items/1/OriginId | \"three\" |",
                "/OriginGroups/Items/0/Members/Items   | []        | /OriginGroups/Items/0/Members",
                "/OriginGroups/Items/0/FailoverCriteria/StatusCodes/Items | [200] | "
                        + "/OriginGroups/Items/0/FailoverCriteria/StatusCodes",
                DEFAULT + "TargetOriginId              | \"three\" |",
                DEFAULT + "AllowedMethods/Items        | [\"GET\",\"HEAD\",\"POST\"] | " + DEFAULT + "AllowedMethods",
                DEFAULT + "AllowedMethods/Items        | [\"GET\",\"GET\",\"HEAD\"] | " + DEFAULT + "AllowedMethods",
                DEFAULT + "AllowedMethods/CachedMethods | {\"Items\":[\"GET\",\"HEAD\",\"OPTIONS\"]} |",
                FURTHER + "PathPattern                 | \"a b\"   |",
                FURTHER + "PathPattern                 | \"\"      |",
                FURTHER + "MinTTL                      | 5         |",
                FURTHER + "MaxTTL                      | 1         | " + FURTHER + "DefaultTTL",
                FURTHER + "DefaultTTL                  | -1        |",
                FURTHER + "ForwardedValues/Cookies/Forward | \"whitelist\" | " + FURTHER
                        + "ForwardedValues/Cookies/WhitelistedNames",
                FURTHER + "OriginRequestPolicyId       | \"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf\" |",
                "/PriceClass                           | \"PriceClass_9\" |",
                "/DefaultRootObject                    | \"/index.html\" |",
                "/DefaultRootObject                    | \"a b\"   |",
                "/CustomErrorResponses/Items/0/ErrorCode | 418     |",
                "/CustomErrorResponses/Items/0/ResponseCode | \"299\" |",
                "/CustomErrorResponses/Items/0/ResponseCode | \"\" | /CustomErrorResponses/Items/0/ResponsePagePath",
                "/CustomErrorResponses/Items/0/ResponsePagePath | \"404.html\" |",
                "/CustomErrorResponses/Items/0/ErrorCachingMinTTL | -1 |",
                "/Restrictions/GeoRestriction/RestrictionType | \"none\" | /Restrictions/GeoRestriction/Items",
                "/Restrictions/GeoRestriction/Items    | [\"Germany\"] |",
                "/Logging/Bucket                       | \"logs\"  |",
                "/WebACLId                             | \"my-acl\" |",
                "/Aliases/Items/0                      | \"www.*.example.com\" |",
                "/Aliases/Items/0                      | \"d1.cloudfront.net\" |",
                "/Aliases/Items                        | [\"a.example.com\",\"A.example.com\"] | /Aliases/Items/1",
                "/ViewerCertificate/SSLSupportMethod   | \"always\" |",
                "/ViewerCertificate/MinimumProtocolVersion | \"SSLv3\" |",
                "/ViewerCertificate/IAMCertificateId   | \"iam-1\" |",
            })
    void refusesAMemberByItsPointer(String pointer, String value, String where) {
        set(pointer, value);

        assertThat(problems())
                .anyMatch(problem -> problem.startsWith("/config" + (where == null ? pointer : where) + ": "));
    }

    @Test
    void wantsTheOldProtocolsForViewersWithoutSni() {
        set("/ViewerCertificate/SSLSupportMethod", "\"vip\"");
        assertThat(problems()).isEmpty();

        set("/ViewerCertificate/MinimumProtocolVersion", "\"TLSv1.2_2021\"");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("/config/ViewerCertificate/MinimumProtocolVersion: ");
    }

    @Test
    void neverSignsTwiceNorForWhoUnderstandsNoSignature() {
        set(ORIGIN + "OriginAccessControlId", "\"E1\"");
        assertThat(problems()).singleElement().asString().contains("OriginAccessControlId: can be used with a bucket");

        set(ORIGIN + "DomainName", "\"my-bucket.s3-website.eu-west-1.amazonaws.com\"");
        assertThat(problems()).singleElement().asString().contains("cannot be used with a website endpoint");

        set(ORIGIN + "DomainName", "\"my-bucket.s3.eu-west-1.amazonaws.com\"");
        set(ORIGIN + "S3OriginConfig", "{\"OriginAccessIdentity\":\"origin-access-identity/cloudfront/E2\"}");
        ((ObjectNode) config.at("/Origins/Items/0")).remove("CustomOriginConfig");
        assertThat(problems()).singleElement().asString().contains("together with an origin access identity");

        set(ORIGIN + "S3OriginConfig", "{\"OriginAccessIdentity\":\"\"}");
        assertThat(problems()).isEmpty();

        set(ORIGIN + "DomainName", "\"abc.lambda-url.us-east-1.on.aws\"");
        assertThat(problems()).isEmpty();
    }

    @Test
    void neverLetsAFunctionChangeTheHostThatAnAccessControlSignedFor() {
        set(ORIGIN + "DomainName", "\"my-bucket.s3.eu-west-1.amazonaws.com\"");
        set(ORIGIN + "OriginAccessControlId", "\"E1\"");
        ((ObjectNode) config.at("/Origins/Items/0")).remove("CustomOriginConfig");
        lambdas("origin-request", LAMBDA + "-multi-origin-func-0a1b2c3d:1");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("/config/DefaultCacheBehavior/LambdaFunctionAssociations/Items/0/LambdaFunctionARN: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LAMBDA,
                LAMBDA + ":$LATEST",
                LAMBDA + ":live",
                "arn:aws:lambda:eu-west-1:123456789012:function:x:1",
                "x"
            })
    void runsVersionsOfFunctionsInUsEast1Only(String arn) {
        lambdas("origin-request", arn);

        assertThat(problems()).singleElement().asString().contains("/Items/0/LambdaFunctionARN: must ");
    }

    @Test
    void runsOneFunctionForEachEvent() {
        lambdas("origin-request", LAMBDA + ":1", LAMBDA + ":2");
        assertThat(problems()).singleElement().asString().contains("/Items/1/EventType: has a function already");

        lambdas("origin-response", LAMBDA + ":1");
        set(DEFAULT + "LambdaFunctionAssociations/Items/0/IncludeBody", "true");
        assertThat(problems()).singleElement().asString().contains("/Items/0/IncludeBody: ");
    }

    @Test
    void neverMixesTheTwoKindsOfFunctionsInViewerEvents() {
        lambdas("viewer-response", LAMBDA + ":1");
        set(
                DEFAULT + "FunctionAssociations",
                "{\"Items\":[{\"FunctionARN\":\"arn:aws:cloudfront::123456789012:function/f\",\"EventType\":\"viewer-request\"}]}");
        assertThat(problems()).singleElement().asString().contains("FunctionAssociations: cannot be combined");

        lambdas("origin-request", LAMBDA + ":1");
        assertThat(problems()).isEmpty();

        set(DEFAULT + "FunctionAssociations/Items/0/EventType", "\"origin-request\"");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("FunctionAssociations/Items/0/EventType: must be one of");
    }

    @Test
    void takesACertificateThatCloudFrontTakes() {
        known.put(ARN, new Certificate("PENDING_VALIDATION", List.of("*.example.com"), "RSA_2048", Optional.empty()));
        assertThat(problems()).singleElement().asString().contains("ACMCertificateArn: must be ISSUED");

        known.put(ARN, new Certificate("ISSUED", List.of("*.example.com"), "EC_secp384r1", Optional.empty()));
        assertThat(problems()).singleElement().asString().contains("a key that CloudFront does not take: EC_secp384r1");

        known.put(ARN, new Certificate("ISSUED", List.of("*.example.com"), "RSA_4096", Optional.of(NOW)));
        assertThat(problems()).singleElement().asString().contains("has expired");

        known.clear();
        assertThat(problems()).singleElement().asString().contains("ACMCertificateArn: names no certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, true",
        "WWW.example.com, true",
        "*.example.com, true",
        "a.b.example.com, false",
        "*.b.example.com, false",
        "example.org, false",
        "badexample.com, false"
    })
    void wantsACertificateThatCoversEveryAliasOneLabelDeep(String alias, boolean covered) {
        set("/Aliases/Items/0", "\"" + alias + "\"");

        assertThat(problems())
                .hasSize(covered ? 0 : 1)
                .allMatch(problem -> problem.startsWith("/config/Aliases/Items/0: " + alias
                        + " is not covered by the certificate, which names example.com"));
    }

    @Test
    void refusesNothingBecauseAcmCannotBeAsked() {
        certificates = arn -> {
            throw new OperationException(ErrorKind.THROTTLED, "not now");
        };

        assertThat(problems()).isEmpty();
    }

    @Test
    void leavesCertificatesInIamToCloudFront() {
        set("/ViewerCertificate", "{\"IAMCertificateId\":\"iam-1\"}");

        assertThat(problems()).isEmpty();
    }

    @Test
    void countsWhatCloudFrontCounts() {
        ArrayNode origins = (ArrayNode) config.at("/Origins/Items");
        for (int i = 2; i < 101; i++) {
            origins.addObject().put("Id", "o" + i).put("DomainName", "o" + i + ".example.com");
        }
        ArrayNode behaviors = (ArrayNode) config.at("/CacheBehaviors/Items");
        set(
                FURTHER + "ForwardedValues/Cookies",
                "{\"Forward\":\"whitelist\",\"WhitelistedNames\":{\"Items\":[" + "\"c\",".repeat(9) + "\"c\"]}}");
        for (int i = 1; i < 75; i++) {
            behaviors.add(((ObjectNode) behaviors.get(0).deepCopy()).put("PathPattern", "/" + i));
        }
        ((ArrayNode) behaviors.get(0).at("/ForwardedValues/Cookies/WhitelistedNames/Items")).add("eleventh");
        ArrayNode headers =
                ((ObjectNode) origins.get(0)).putObject("CustomHeaders").putArray("Items");
        for (int i = 0; i < 31; i++) {
            headers.addObject().put("HeaderName", "X-" + i).put("HeaderValue", "v");
        }

        assertThat(problems())
                .containsExactly(
                        "/config/Origins: CloudFront takes at most 100 origins, not 101",
                        "/config/CacheBehaviors: CloudFront takes at most 75 behaviours, the default one included, not 76",
                        "/config/Origins/Items/0/CustomHeaders: CloudFront takes at most 30 custom headers, not 31",
                        "/config/CacheBehaviors/Items/0/ForwardedValues/Cookies/WhitelistedNames: CloudFront takes at most"
                                + " 10 cookies, not 11");
        assertThat(problems(
                        Map.of("CLOUDFRONT_QUOTAS", "ORIGINS=200, CACHE_BEHAVIORS=80,CUSTOM_HEADERS=40,COOKIES=11")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORIGINS", "ORIGINS=many", "OTHER=3"})
    void saysThatTheQuotasAreMisconfigured(String quotas) {
        assertThatThrownBy(() -> problems(Map.of("CLOUDFRONT_QUOTAS", quotas)))
                .isInstanceOfSatisfying(OperationException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(ErrorKind.SERVER_MISCONFIGURED));
    }

    private void lambdas(String event, String... arns) {
        ArrayNode items = ((ObjectNode) config.path("DefaultCacheBehavior"))
                .putObject("LambdaFunctionAssociations")
                .putArray("Items");
        for (String arn : arns) {
            items.addObject().put("LambdaFunctionARN", arn).put("EventType", event);
        }
    }

    private static Certificate issued(String... names) {
        return new Certificate("ISSUED", List.of(names), "RSA_2048", Optional.of(NOW.plusSeconds(1)));
    }

    private void merge(String json) {
        config.setAll((ObjectNode) Json.parseOwn(json));
    }

    /** Puts a JSON value at a pointer into the configuration, making the objects on the way. */
    private void set(String pointer, String json) {
        String[] names = pointer.substring(1).split("/", -1);
        JsonNode node = config;
        for (int i = 0; i < names.length - 1; i++) {
            node = node instanceof ArrayNode list
                    ? list.get(Integer.parseInt(names[i]))
                    : ((ObjectNode) node).has(names[i]) ? node.get(names[i]) : ((ObjectNode) node).putObject(names[i]);
        }
        String last = names[names.length - 1];
        JsonNode value = Json.parseOwn("{\"v\":" + json + "}").get("v");
        if (node instanceof ArrayNode list) {
            list.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) node).set(last, value);
        }
    }

    private List<String> problems() {
        return problems(Map.of());
    }

    private List<String> problems(Map<String, String> environment) {
        ObjectNode body = Json.object().put("name", "shop");
        body.set("config", config);
        DistributionSpec spec = DistributionsStage.spec(body);
        new DistributionConfigs(
                        Env.of(environment), new InMemoryOriginRepository(), certificates, InstantSource.fixed(NOW))
                .forCreate(spec);
        return spec.problems().found();
    }
}
