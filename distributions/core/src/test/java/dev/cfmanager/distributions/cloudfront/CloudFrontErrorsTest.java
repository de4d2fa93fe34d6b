// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import dev.cfmanager.common.testing.TestEnvironment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;

class CloudFrontErrorsTest {
    private static final String MODEL = "software/amazon/awssdk/services/cloudfront/model/";

    @Test
    void judgesEveryErrorOfTheModelOnPurpose() throws IOException, URISyntaxException {
        List<String> errors = modelledErrors();

        assertThat(errors).hasSizeGreaterThan(150).contains("nosuchdistribution", "cnamealreadyexists");
        assertThat(CloudFrontErrors.CODES.keySet().stream()
                        .map(code -> code.toLowerCase(Locale.ROOT))
                        .toList())
                .containsAll(errors);
    }

    @Test
    void turnsNoRefusalOfARequestIntoAFailureOfOurs() {
        CloudFrontErrors.CODES.forEach((code, kind) -> {
            if (kind != ErrorKind.AWS_ACCESS_DENIED) {
                assertThat(kind.status()).as(code).isBetween(400, 499);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchDistribution, 404, NOT_FOUND",
        "PreconditionFailed, 412, CONFLICT",
        "InvalidIfMatchVersion, 400, CONFLICT",
        "DistributionNotDisabled, 409, CONFLICT",
        "CNAMEAlreadyExists, 409, CONFLICT",
        "TooManyDistributions, 400, QUOTA_EXCEEDED",
        "TooManyDistributionCNAMEs, 400, QUOTA_EXCEEDED",
        "TooManyDistributionsWithSingleFunctionARN, 400, QUOTA_EXCEEDED",
        "TooManyInvalidationsInProgress, 400, THROTTLED",
        "InvalidTTLOrder, 400, INVALID_CONFIGURATION",
        "InvalidWebACLId, 400, INVALID_CONFIGURATION",
        "InvalidViewerCertificate, 400, INVALID_CONFIGURATION",
        "NoSuchOrigin, 404, INVALID_CONFIGURATION",
        "InconsistentQuantities, 400, INVALID_CONFIGURATION",
        "AccessDenied, 403, AWS_ACCESS_DENIED",
        "Throttling, 400, THROTTLED",
        "ServiceUnavailable, 503, UPSTREAM_ERROR",
        "SomethingNobodyHasHeardOf, 400, INVALID_CONFIGURATION"
    })
    void saysWhatARefusalMeans(String code, int status, ErrorKind expected) {
        try (Twin twin = Twin.start()) {
            twin.faults().on("cloudfront", "*").fail(status, code);
            CloudFrontClient client = TestEnvironment.on(twin).aws().cloudFront();

            CloudFrontException failure = Assertions.catchThrowableOfType(
                    CloudFrontException.class, () -> client.getDistributionConfig(get -> get.id("E1")));

            assertThat(AwsErrorRules.codeOf(failure)).isEqualTo(code);
            assertThat(CloudFrontErrors.RULES.kindOf(failure)).isEqualTo(expected);
        }
    }

    /** The error codes that have a class in the SDK's model, in lower case: the classes spell acronyms another way. */
    private static List<String> modelledErrors() throws IOException, URISyntaxException {
        Path jar = Path.of(CloudFrontException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(MODEL) && name.endsWith("Exception.class"))
                    .map(name -> name.substring(MODEL.length(), name.length() - "Exception.class".length()))
                    .filter(name -> !name.equals("CloudFront"))
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
        }
    }
}
