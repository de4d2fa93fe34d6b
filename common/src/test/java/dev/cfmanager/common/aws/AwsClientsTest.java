// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.common.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cfmanager.awstwin.Twin;
import dev.cfmanager.common.testing.TestEnvironment;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class AwsClientsTest {
    private Twin twin;
    private AwsClients aws;

    @BeforeEach
    void start() {
        twin = Twin.start();
        aws = TestEnvironment.on(twin).aws();
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void buildsAClientOnceAndS3ClientsPerRegion() {
        assertThat(aws.dynamoDb()).isSameAs(aws.dynamoDb());
        assertThat(aws.s3("eu-central-1")).isSameAs(aws.s3("eu-central-1")).isNotSameAs(aws.s3("us-east-1"));
    }

    @Test
    void triesAgainAfterAFailureThatPasses() {
        twin.faults().on("dynamodb", "ListTables").call(1).fail(503, "ServiceUnavailable");
        twin.faults().on("dynamodb", "ListTables").call(2).loseConnection();

        assertThat(aws.dynamoDb().listTables().tableNames()).isEmpty();
        assertThat(twin.calls().count("dynamodb:ListTables")).isEqualTo(3);
    }

    @Test
    void doesNotTryAgainWhenTheInvocationIsAboutToEnd() {
        twin.faults().on("dynamodb", "ListTables").call(1).fail(503, "ServiceUnavailable");

        try (Deadline ignored = Deadline.after(Duration.ofSeconds(3))) {
            assertThatThrownBy(() -> aws.dynamoDb().listTables()).isInstanceOf(DynamoDbException.class);
        }

        assertThat(twin.calls().count("dynamodb:ListTables")).isEqualTo(1);
    }

    @Test
    void takesTheDeadlineToAnotherThread() throws Exception {
        twin.faults().on("dynamodb", "ListTables").call(1).fail(503, "ServiceUnavailable");
        ExecutorService thread = Executors.newSingleThreadExecutor();

        try (Deadline ignored = Deadline.after(Duration.ofSeconds(3))) {
            Future<Boolean> failed = thread.submit(Deadline.carry(() -> {
                assertThatThrownBy(() -> aws.dynamoDb().listTables()).isInstanceOf(DynamoDbException.class);
                return true;
            }));
            assertThat(failed.get()).isTrue();
            assertThat(thread.submit(Deadline::left).get())
                    .as("the thread's own, afterwards")
                    .isGreaterThan(Duration.ofSeconds(3));
        } finally {
            thread.shutdownNow();
        }

        assertThat(twin.calls().count("dynamodb:ListTables")).isEqualTo(1);
    }

    @Test
    void givesWayAtOnceWhereNobodyWaits() {
        twin.faults().on("cloudfront", "ListDistributions").call(1).fail(400, "Throttling");
        twin.faults().on("cloudfront", "ListDistributions").call(2).fail(503, "ServiceUnavailable");

        assertThatThrownBy(() -> aws.yielding().cloudFront().listDistributions())
                .isInstanceOf(CloudFrontException.class);
        assertThat(twin.calls().count("cloudfront:ListDistributions")).isEqualTo(1);
        aws.yielding().cloudFront().listDistributions(); // what is no throttling is tried again by everybody
        assertThat(twin.calls().count("cloudfront:ListDistributions")).isEqualTo(3);
        assertThat(aws.yielding().dynamoDb()).isSameAs(aws.dynamoDb());
    }

    @Test
    void doesNotTryAgainAfterARefusal() {
        twin.faults().on("dynamodb", "ListTables").fail(400, "ValidationException");

        assertThatThrownBy(() -> aws.dynamoDb().listTables()).isInstanceOf(DynamoDbException.class);

        assertThat(twin.calls().count("dynamodb:ListTables")).isEqualTo(1);
    }

    @Test
    void countsTimeLeftFromTheInnermostInvocation() {
        try (Deadline outer = Deadline.after(Duration.ofMinutes(10))) {
            try (Deadline inner = Deadline.after(Duration.ofSeconds(1))) {
                assertThat(Deadline.left()).isZero();
                assertThat(inner).isNotSameAs(outer);
            }
            assertThat(Deadline.left()).isGreaterThan(Duration.ofMinutes(9));
        }
    }
}
