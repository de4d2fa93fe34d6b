// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.origins;

import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.OperationException;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsResponse;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;

/**
 * CloudFront's origin access controls, one to an origin. Its name follows from the origin's record, so that one whose
 * id was lost in a crash is found again.
 *
 * @see <a href="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html">OriginAccessControlConfig</a>
 */
public final class AccessControls {
    private static final int MOST_NAME = 64;
    private static final int MOST_ATTEMPTS = 5;

    private final CloudFrontClient cloudFront;

    /** Access controls reached with the environment's CloudFront client. */
    public AccessControls(ExecutionEnvironment environment) {
        this.cloudFront = environment.aws().cloudFront();
    }

    /** The id of the origin's access control, made if it is not there. */
    public String make(Origin origin) {
        try {
            return cloudFront
                    .createOriginAccessControl(
                            create -> create.originAccessControlConfig(config -> config.name(name(origin))
                                    .description("Origin Access Control for S3 bucket " + origin.bucketName())
                                    .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                                    .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                                    .signingProtocol(OriginAccessControlSigningProtocols.SIGV4)))
                    .originAccessControl()
                    .id();
        } catch (CloudFrontException e) {
            if (AwsErrorRules.codeOf(e).equals("OriginAccessControlAlreadyExists")) {
                return find(origin).orElseThrow(() -> OriginErrors.RULES.translate(e));
            }
            throw OriginErrors.RULES.translate(e);
        }
    }

    /**
     * Deletes the origin's access control with the ETag read just before; one that is gone counts as deleted.
     *
     * @throws OperationException CONFLICT while a distribution uses it
     */
    public void delete(Origin origin) {
        Optional<String> id = origin.oacId().or(() -> find(origin));
        for (int attempt = 1; id.isPresent(); attempt++) {
            try {
                String known = id.get();
                String eTag =
                        cloudFront.getOriginAccessControl(get -> get.id(known)).eTag();
                cloudFront.deleteOriginAccessControl(delete -> delete.id(known).ifMatch(eTag));
                return;
            } catch (CloudFrontException e) {
                String code = AwsErrorRules.codeOf(e);
                if (code.equals("NoSuchOriginAccessControl")) {
                    return;
                }
                if (!code.equals("PreconditionFailed") || attempt == MOST_ATTEMPTS) {
                    throw OriginErrors.RULES.translate(e);
                }
            }
        }
    }

    /** {@code OAC-<bucket>-<epoch milliseconds>}; a long bucket is cut and told apart by the origin's id. */
    static String name(Origin origin) {
        String millis = "-" + origin.createdAt().toEpochMilli();
        String bucket = origin.bucketName();
        int room = MOST_NAME - "OAC-".length() - millis.length();
        if (bucket.length() > room) {
            String unique = origin.id().substring(origin.id().lastIndexOf('-'));
            bucket = bucket.substring(0, room - unique.length()) + unique;
        }
        return "OAC-" + bucket + millis;
    }

    private Optional<String> find(Origin origin) {
        String name = name(origin);
        String marker = null;
        do {
            String from = marker;
            ListOriginAccessControlsResponse page =
                    OriginErrors.RULES.call(() -> cloudFront.listOriginAccessControls(list -> list.marker(from)));
            Optional<String> id = page.originAccessControlList().items().stream()
                    .filter(control -> control.name().equals(name))
                    .map(OriginAccessControlSummary::id)
                    .findFirst();
            if (id.isPresent()) {
                return id;
            }
            marker = page.originAccessControlList().isTruncated()
                    ? page.originAccessControlList().nextMarker()
                    : null;
        } while (marker != null);
        return Optional.empty();
    }
}
