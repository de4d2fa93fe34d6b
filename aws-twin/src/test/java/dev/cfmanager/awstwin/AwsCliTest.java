// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cfmanager.awstwin.cloudfront.CloudFrontClients;
import dev.cfmanager.awstwin.kernel.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;

/** The AWS CLI, where it is installed, with no special flag but {@code --endpoint-url}. */
class AwsCliTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Twin twin = Twin.start();
    private final TwinServer server = TwinServer.start(twin, 0);

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsTheCli() throws InterruptedException {
        InstalledTool.needs("the AWS CLI", "aws", "--version");
    }

    @AfterEach
    void stop() {
        server.close();
        twin.close();
    }

    @Test
    void createsReadsUpdatesAndDeletesADistribution() throws Exception {
        JsonNode created = aws("cloudfront", "create-distribution", "--origin-domain-name", "media.s3.amazonaws.com");
        String id = created.at("/Distribution/Id").asText();
        ((com.fasterxml.jackson.databind.node.ObjectNode) created.at("/Distribution/DistributionConfig"))
                .put("Enabled", false)
                .put("Comment", "grüße");
        Path config = folder.resolve("config.json");
        Files.writeString(config, created.at("/Distribution/DistributionConfig").toString());

        JsonNode updated = aws(
                "cloudfront",
                "update-distribution",
                "--id",
                id,
                "--if-match",
                created.get("ETag").asText(),
                "--distribution-config",
                "file://" + config);
        assertThat(updated.at("/Distribution/DistributionConfig/Comment").asText())
                .isEqualTo("grüße");
        assertThat(aws("cloudfront", "list-distributions")
                        .at("/DistributionList/Items/0/Id")
                        .asText())
                .isEqualTo(id);
        twin.clock().advance(java.time.Duration.ofHours(1));
        aws(
                "cloudfront",
                "delete-distribution",
                "--id",
                id,
                "--if-match",
                updated.get("ETag").asText());
        try (CloudFrontClient left = CloudFrontClients.of(twin)) {
            assertThat(left.listDistributions().distributionList().items()).isEmpty();
        }
    }

    @Test
    void createsReadsUpdatesAndDeletesAnOriginAccessControl() throws Exception {
        String config = "Name=media,SigningProtocol=sigv4,SigningBehavior=%s,OriginAccessControlOriginType=s3";
        JsonNode created = aws(
                "cloudfront",
                "create-origin-access-control",
                "--origin-access-control-config",
                config.formatted("always"));
        String id = created.at("/OriginAccessControl/Id").asText();

        JsonNode updated = aws(
                "cloudfront",
                "update-origin-access-control",
                "--id",
                id,
                "--if-match",
                created.get("ETag").asText(),
                "--origin-access-control-config",
                config.formatted("never"));
        assertThat(aws("cloudfront", "get-origin-access-control", "--id", id)
                        .at("/OriginAccessControl/OriginAccessControlConfig/SigningBehavior")
                        .asText())
                .isEqualTo("never");
        aws(
                "cloudfront",
                "delete-origin-access-control",
                "--id",
                id,
                "--if-match",
                updated.get("ETag").asText());
        try (CloudFrontClient left = CloudFrontClients.of(twin)) {
            assertThat(left.listOriginAccessControls(b -> b.maxItems("1"))
                            .originAccessControlList()
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void createsReadsUpdatesAndDeletesABucketWithAnObject() throws Exception {
        Path file = folder.resolve("hello.txt");
        Files.writeString(file, "hello");

        aws("s3api", "create-bucket", "--bucket", "media");
        aws("s3", "cp", "--no-progress", file.toString(), "s3://media/a b/ü.txt");
        aws(
                "s3",
                "cp",
                "--no-progress",
                "s3://media/a b/ü.txt",
                folder.resolve("copy.txt").toString());
        assertThat(folder.resolve("copy.txt")).hasContent("hello");
        aws("s3api", "put-bucket-tagging", "--bucket", "media", "--tagging", "TagSet=[{Key=team,Value=media}]");
        try (S3Client seen = SdkClients.of(twin, S3Client.builder())) {
            assertThat(seen.getBucketTagging(b -> b.bucket("media")).tagSet())
                    .containsExactly(Tag.builder().key("team").value("media").build());
        }
        assertThat(fails("s3api", "delete-bucket", "--bucket", "media")).contains("BucketNotEmpty");
        aws("s3", "rb", "--force", "s3://media");
        assertThat(twin.calls().where(call -> call.operation().equals("DeleteBucket")))
                .last()
                .extracting(Call::status)
                .isEqualTo(204);
    }

    @Test
    void writesAndReadsATable() throws Exception {
        aws(
                "dynamodb",
                "create-table",
                "--table-name",
                "things",
                "--billing-mode",
                "PAY_PER_REQUEST",
                "--attribute-definitions",
                "AttributeName=id,AttributeType=S",
                "--key-schema",
                "AttributeName=id,KeyType=HASH");
        aws("dynamodb", "put-item", "--table-name", "things", "--item", "{\"id\":{\"S\":\"ü\"}}");

        assertThat(aws("dynamodb", "scan", "--table-name", "things")
                        .at("/Items/0/id/S")
                        .asText())
                .isEqualTo("ü");
    }

    private JsonNode aws(String... arguments) throws IOException, InterruptedException {
        InstalledTool.Ended ended = run(arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().startsWith("{") ? JSON.readTree(ended.out()) : JSON.createObjectNode();
    }

    private String fails(String... arguments) throws IOException, InterruptedException {
        InstalledTool.Ended ended = run(arguments);
        assertThat(ended.exitCode()).isNotZero();
        return ended.err();
    }

    private InstalledTool.Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("aws", "--endpoint-url", server.endpoint().toString(), "--output", "json"));
        command.addAll(List.of(arguments));
        return new InstalledTool(folder).run(server.endpoint(), command);
    }
}
