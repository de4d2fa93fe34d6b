// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import static dev.cfmanager.awstwin.conformance.Pages.LAMBDA_API;
import static dev.cfmanager.awstwin.conformance.Pages.LAMBDA_GUIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.SdkClients;
import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.awstwin.conformance.Aws;
import dev.cfmanager.awstwin.conformance.AwsPage;
import dev.cfmanager.awstwin.conformance.Conformance;
import dev.cfmanager.awstwin.conformance.TwinOnly;
import dev.cfmanager.awstwin.kernel.TwinCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What AWS Lambda does and refuses (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">API reference</a>). */
@Conformance("lambda")
class LambdaTest {
    private final Aws aws;
    private final LambdaClient lambda;
    private final List<Instant> runs = new ArrayList<>();

    LambdaTest(Aws aws) {
        this.aws = aws;
        this.lambda = aws.lambda(Region.US_EAST_1);
    }

    @Test
    @AwsPage(LAMBDA_API + "Invoke.html")
    @TwinOnly
    void invokesTheHostsFunctionByNameOrArn() {
        aws.twin()
                .lambda()
                .host(name ->
                        name.equals("echo") ? Optional.of(HostedFunction.of(Invocation::payload)) : Optional.empty());

        assertThat(invoke("echo", "{\"a\":1}").payload().asUtf8String()).isEqualTo("{\"a\":1}");
        assertThat(invoke("arn:aws:lambda:us-east-1:123456789012:function:echo", "7")
                        .executedVersion())
                .isEqualTo("$LATEST");
        assertThat(invoke("123456789012:function:echo", "7").statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> invoke("other", "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("arn:aws:lambda:us-east-1:123456789012:function:other");
        assertThatThrownBy(() -> invoke("arn:aws:lambda:eu-west-1:123456789012:function:echo", "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("not reachable in this region");
    }

    @Test
    @AwsPage(LAMBDA_API + "Invoke.html")
    @TwinOnly
    void refusesPayloadsThatAreNoJsonOrTooLarge() {
        aws.twin().lambda().serve("echo", Invocation::payload);

        assertThatThrownBy(() -> invoke("echo", "not json")).isInstanceOf(InvalidRequestContentException.class);
        assertThatThrownBy(() -> invoke("echo", "\"" + "x".repeat(6_291_456) + "\""))
                .isInstanceOf(RequestTooLargeException.class);
        assertThatThrownBy(() -> invokeLater("echo", "\"" + "x".repeat(1_048_576) + "\""))
                .isInstanceOf(RequestTooLargeException.class);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "java-exceptions.html")
    @TwinOnly
    void anExceptionOfTheFunctionIsAFunctionErrorNotAFailedCall() {
        aws.twin().lambda().serve("broken", invocation -> {
            throw new IllegalStateException("no luck", new NullPointerException());
        });
        aws.twin().lambda().serve("picky", invocation -> {
            throw new FunctionError("ValidationError", "name is empty");
        });
        aws.twin().lambda().serve("killed", invocation -> {
            throw new TwinCrash("here");
        });

        InvokeResponse broken = invoke("broken", "{}");
        assertThat(broken.statusCode()).isEqualTo(200);
        assertThat(broken.functionError()).isEqualTo("Unhandled");
        assertThat(broken.payload().asUtf8String())
                .startsWith(
                        "{\"errorMessage\":\"no luck\",\"errorType\":\"java.lang.IllegalStateException\",\"stackTrace\":[")
                .contains("\"errorType\":\"java.lang.NullPointerException\"");
        assertThat(invoke("picky", "{}").payload().asUtf8String())
                .isEqualTo("{\"errorType\":\"ValidationError\",\"errorMessage\":\"name is empty\"}");
        assertThat(invoke("killed", "{}").payload().asUtf8String()).contains("Runtime.ExitError");
    }

    @Test
    @AwsPage(LAMBDA_API + "Invoke.html")
    @TwinOnly
    void aDryRunRunsNothing() {
        aws.twin().lambda().serve("work", invocation -> {
            throw new AssertionError("must not run");
        });

        assertThat(lambda.invoke(b -> b.functionName("work").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "invocation-async-error-handling.html")
    @TwinOnly
    void anEventIsDeliveredWithTheClockAndRetriedTwice() {
        failing();
        assertThat(invokeLater("work", "{}").statusCode()).isEqualTo(202);
        assertThat(runs).isEmpty();

        Instant start = aws.twin().clock().instant();
        aws.pass(Duration.ofHours(7));

        assertThat(runs).containsExactly(start, start.plus(Duration.ofMinutes(1)), start.plus(Duration.ofMinutes(3)));
        assertThat(aws.twin().lambda().eventsWaiting()).isZero();
    }

    @Test
    @AwsPage(undocumented = "the twin's own: what it keeps on disk")
    @TwinOnly
    void anEventSurvivesAKilledProcess(@TempDir Path folder) {
        Twin first = Twin.builder().dataFolder(folder).start();
        first.lambda().serve("work", Invocation::payload);
        try (LambdaClient client = SdkClients.of(first, LambdaClient.builder())) {
            client.invoke(b -> b.functionName("work").invocationType(InvocationType.EVENT));
        }
        first.close();

        Twin second = Twin.builder().dataFolder(folder).start();
        second.lambda().serve("work", invocation -> {
            runs.add(second.clock().instant());
            return invocation.payload();
        });
        second.clock().runDue();
        second.close();

        assertThat(runs).hasSize(1);
    }

    @Test
    @AwsPage(LAMBDA_GUIDE + "java-context.html")
    @TwinOnly
    void tellsTheFunctionWhatLambdaWould() {
        List<Invocation> seen = new ArrayList<>();
        aws.twin().lambda().serve("work", invocation -> {
            seen.add(invocation);
            return invocation.payload();
        });
        InvokeResponse answer = lambda.invoke(b -> b.functionName("work").clientContext("eyJhIjoxfQ=="));

        assertThat(seen).singleElement().satisfies(invocation -> {
            assertThat(invocation.functionArn()).isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:work");
            assertThat(invocation.requestId())
                    .isEqualTo(answer.responseMetadata().requestId());
            assertThat(invocation.clientContext()).contains("{\"a\":1}");
            assertThat(invocation.deadline())
                    .isEqualTo(aws.twin().clock().instant().plusSeconds(3));
            assertThat(new String(invocation.payload(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("{}");
        });
    }

    private void failing() {
        aws.twin().lambda().serve("work", invocation -> {
            runs.add(aws.twin().clock().instant());
            throw new FunctionError("Busy", "later");
        });
    }

    private InvokeResponse invoke(String function, String payload) {
        return lambda.invoke(b -> b.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
    }

    private InvokeResponse invokeLater(String function, String payload) {
        return lambda.invoke(b -> b.functionName(function)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload)));
    }
}
