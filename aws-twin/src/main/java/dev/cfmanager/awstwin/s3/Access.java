// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.Kernel;
import dev.cfmanager.awstwin.s3.policy.Asker;
import dev.cfmanager.awstwin.s3.policy.BucketPolicy;
import dev.cfmanager.awstwin.s3.policy.Decision;
import dev.cfmanager.awstwin.s3.policy.Question;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what with a bucket. An identity of the account may do everything that the bucket policy does not deny
 * (what its own IAM policies say is compared elsewhere, from the call log); everybody else only what the policy allows.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html">evaluation</a>
 */
final class Access {
    /** The account's root may always repair a policy that locks everybody out; the twin's callers may as well. */
    private static final Set<String> NEVER_LOCKED_OUT =
            Set.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy");

    private final ObjectStore objects;
    private final InstantSource clock;

    Access(ObjectStore objects, InstantSource clock) {
        this.objects = objects;
        this.clock = clock;
    }

    /** Refuses with {@code AccessDenied} what the requester may not do. */
    void require(S3Request request, Bucket bucket, Permission permission) {
        if (!permits(request, bucket, permission)) {
            if (!request.requester().ofAccount()) {
                throw S3Errors.accessDenied();
            }
            throw S3Errors.accessDenied("User: arn:aws:iam::" + Kernel.ACCOUNT + ":user/"
                    + request.requester().caller().identity() + " is not authorized to perform: "
                    + permission.action() + " on resource: \"" + permission.resource()
                    + "\" with an explicit deny in a resource-based policy");
        }
    }

    /** Whether the requester may do this. */
    boolean permits(S3Request request, Bucket bucket, Permission permission) {
        boolean ofAccount = request.requester().ofAccount();
        if (ofAccount && NEVER_LOCKED_OUT.contains(permission.action())) {
            return true;
        }
        Optional<String> document = bucket.setting("policy");
        if (document.isEmpty()) {
            return ofAccount || isOpenByAcl(request, bucket, permission);
        }
        BucketPolicy policy = BucketPolicy.accepted(document.get());
        Asker asker = request.requester().asker();
        Decision decision =
                policy.decide(new Question(asker, permission.action(), permission.resource(), context(request, asker)));
        if (ofAccount) {
            return decision != Decision.DENIED;
        }
        if (decision == Decision.SILENT) {
            return isOpenByAcl(request, bucket, permission);
        }
        return decision == Decision.ALLOWED && !isRestricted(bucket, policy, asker);
    }

    /** Whether the ACL of the bucket, or of the version that is read, lets anybody do this. */
    private boolean isOpenByAcl(S3Request request, Bucket bucket, Permission permission) {
        return switch (permission.action()) {
            case "s3:ListBucket" -> CannedAcl.opens(bucket, CannedAcl.of(bucket));
            case "s3:GetObject", "s3:GetObjectVersion" ->
                request.query("versionId")
                        .flatMap(id -> objects.version(bucket.name(), request.key(), id))
                        .or(() -> objects.current(bucket.name(), request.key()))
                        .filter(version -> CannedAcl.opens(bucket, version.acl()))
                        .isPresent();
            default -> false;
        };
    }

    /** Under {@code RestrictPublicBuckets} a public policy serves only AWS services and the account itself. */
    private static boolean isRestricted(Bucket bucket, BucketPolicy policy, Asker asker) {
        return asker.kind() != Asker.Kind.SERVICE
                && PublicAccessBlock.of(bucket).restrictPublicBuckets()
                && policy.isPublic();
    }

    private Map<String, List<String>> context(S3Request request, Asker asker) {
        Map<String, List<String>> context = new HashMap<>();
        context.put("aws:securetransport", List.of("true")); // loopback and memory stand for the HTTPS endpoint
        context.put("aws:currenttime", List.of(clock.instant().toString()));
        context.put("aws:epochtime", List.of(String.valueOf(clock.instant().getEpochSecond())));
        context.put("aws:principalisawsservice", List.of(String.valueOf(asker.kind() == Asker.Kind.SERVICE)));
        if (asker.kind() == Asker.Kind.SERVICE) {
            context.put("aws:sourcearn", List.of(asker.sourceArn()));
            context.put("aws:sourceaccount", List.of(accountOf(asker.sourceArn())));
            context.put("aws:principalservicename", List.of(asker.name()));
        }
        if (asker.kind() == Asker.Kind.IDENTITY) {
            context.put("aws:principalaccount", List.of(asker.account()));
            context.put("aws:principalarn", List.of("arn:aws:iam::" + asker.account() + ":user/" + asker.name()));
        }
        addHeader(context, request, "referer", "aws:referer");
        addHeader(context, request, "user-agent", "aws:useragent");
        addHeader(context, request, "x-amz-acl", "s3:x-amz-acl");
        addHeader(context, request, "x-amz-storage-class", "s3:x-amz-storage-class");
        addHeader(context, request, "x-amz-server-side-encryption", "s3:x-amz-server-side-encryption");
        addHeader(context, request, "x-amz-copy-source", "s3:x-amz-copy-source");
        addQuery(context, request, "prefix", "s3:prefix");
        addQuery(context, request, "delimiter", "s3:delimiter");
        addQuery(context, request, "max-keys", "s3:max-keys");
        addQuery(context, request, "versionId", "s3:versionid");
        return context;
    }

    private static String accountOf(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 ? parts[4] : "";
    }

    private static void addHeader(Map<String, List<String>> context, S3Request request, String header, String key) {
        request.header(header).ifPresent(value -> context.put(key, List.of(value)));
    }

    private static void addQuery(Map<String, List<String>> context, S3Request request, String parameter, String key) {
        request.http().queryParameter(parameter).ifPresent(value -> context.put(key, List.of(value)));
    }
}
