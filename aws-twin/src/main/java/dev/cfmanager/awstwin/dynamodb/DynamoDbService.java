// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.awstwin.kernel.TwinService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB by AWS's own DynamoDB Local. One set of tables per twin, whatever region or key a client uses; the ARNs it
 * answers carry the caller's region and the twin's account. The engine starts with the first request (about a second,
 * once per process; the next twin's database takes 10 ms).
 *
 * <p>What DynamoDB Local itself does not do stays undone: no tags, no TTL deletion on virtual time, no throttling
 * by capacity (script that with {@link dev.cfmanager.awstwin.kernel.Faults}); creation times are the machine's. See
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html">its usage
 * notes</a>.
 */
public final class DynamoDbService implements TwinService {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final Set<String> TARGETS = Set.of("DynamoDB_20120810", "DynamoDBStreams_20120810");
    private static final String LOCAL_ARN = "arn:aws:dynamodb:ddblocal:000000000000:";
    private static final Set<String> ANSWERED_WITH_ARNS =
            Set.of("CreateTable", "DescribeTable", "UpdateTable", "DeleteTable");

    private static final Set<String> EVENTUAL_READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan");
    private static final Pattern STRONG = Pattern.compile("\"ConsistentRead\"\\s*:\\s*true");

    private final @Nullable Path folder;
    private @Nullable Database database;

    /** DynamoDB with its database in {@code folder}, or in memory when it is null. */
    public DynamoDbService(@Nullable Path folder) {
        this.folder = folder;
    }

    @Override
    public String signingName() {
        return "dynamodb";
    }

    @Override
    public Operation resolve(TwinRequest request, Caller caller) {
        String operation = JsonInput.operation(request, TARGETS);
        Permissions permissions = Permissions.of(operation, body(request), caller.region());
        return new Operation(
                operation,
                permissions.actions(),
                permissions.resources(),
                () -> run(operation, request, "arn:aws:dynamodb:" + caller.region() + ":" + Kernel.ACCOUNT + ":"));
    }

    @Override
    public TwinResponse render(AwsError error, TwinRequest request) {
        ObjectNode body = JSON.createObjectNode();
        body.put("__type", "com.amazonaws.dynamodb.v20120810#" + error.code());
        body.put("message", error.text());
        error.members().forEach(body::put);
        return TwinResponse.json(error.status(), CONTENT_TYPE, body.toString());
    }

    @Override
    public AwsError throttled() {
        return new AwsError(400, "ThrottlingException", "Rate of requests exceeds the allowed throughput.");
    }

    @Override
    public boolean answersEventually(String operation, TwinRequest request) {
        return EVENTUAL_READS.contains(operation)
                && !STRONG.matcher(request.bodyText()).find();
    }

    /** Forgets the tables when they are in memory; lets go of the files otherwise. */
    @Override
    public synchronized void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    private TwinResponse run(String operation, TwinRequest request, String arnPrefix) {
        TwinResponse local = database().answer(request);
        return ANSWERED_WITH_ARNS.contains(operation)
                ? TwinResponse.json(
                        local.status(), CONTENT_TYPE, local.bodyText().replace(LOCAL_ARN, arnPrefix))
                : local;
    }

    private synchronized Database database() {
        if (database == null) {
            database = new Database(folder);
        }
        return database;
    }

    private static JsonNode body(TwinRequest request) {
        try {
            return JSON.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new AwsError(400, "SerializationException", "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new AwsError(400, "SerializationException", "the body cannot be read");
        }
    }
}
