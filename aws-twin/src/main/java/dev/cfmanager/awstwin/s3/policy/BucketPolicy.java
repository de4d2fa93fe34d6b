// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.cloudfront.OriginAccessIdentities;
import java.util.List;

/** A bucket policy that S3 has accepted. Immutable. */
public final class BucketPolicy {
    private final JsonNode document;
    private final List<Statement> statements;

    private BucketPolicy(JsonNode document) {
        this.document = document;
        this.statements = StatementReader.read(document);
    }

    /**
     * Checks a policy as PutBucketPolicy does.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code MalformedPolicy}, in S3's words
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html">PutBucketPolicy</a>
     */
    public static BucketPolicy check(String json, String bucket, OriginAccessIdentities identities) {
        JsonNode sent = PolicyRules.check(json, bucket);
        return new BucketPolicy(new PrincipalSpelling(identities).accepted(sent));
    }

    /** Reads a policy that was accepted before, as {@link #document()} gave it. */
    public static BucketPolicy accepted(String document) {
        return new BucketPolicy(PolicyJson.read(document));
    }

    /** The policy to store: compact, principals in one spelling. */
    public String document() {
        return PolicyJson.write(document);
    }

    /**
     * The policy as GetBucketPolicy shows it: lists of one element as that element, an origin access identity as its
     * ARN, one that was deleted since as the bare unique id of nobody.
     */
    public String readBack(OriginAccessIdentities identities) {
        return PolicyJson.write(new PrincipalSpelling(identities).shown(document));
    }

    /** What it says to a question; a denial wins over every permission. */
    public Decision decide(Question question) {
        boolean allowed = false;
        for (Statement statement : statements) {
            if (statement.covers(question)) {
                if (!statement.allows()) {
                    return Decision.DENIED;
                }
                allowed = true;
            }
        }
        return allowed ? Decision.ALLOWED : Decision.SILENT;
    }

    /**
     * Whether S3 calls it public.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status">the
     *     meaning of public</a>
     */
    public boolean isPublic() {
        return statements.stream().anyMatch(PublicAccess::isPublic);
    }
}
