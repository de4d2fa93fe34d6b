// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.common.error.AwsErrorRules;
import dev.cfmanager.common.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The fetcher's files: looks at them and judges whether they may be published. */
final class SourceFiles {
    /** CopyObject's limit, 5 GB. See https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
    static final long LARGEST = 5L * 1024 * 1024 * 1024;

    private static final String WITH_METADATA = "complete-data.json";
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;

    /** The id of what was written while the bucket kept no versions: a later write replaces it. */
    private static final String UNVERSIONED = "null";

    private final S3Client s3;
    private final Settings settings;
    private final AwsErrorRules errors;

    SourceFiles(S3Client s3, Settings settings, AwsErrorRules errors) {
        this.s3 = s3;
        this.settings = settings;
        this.errors = errors;
    }

    /** Judges a file: what is live already need not be read again. */
    Verdict judge(String file, Optional<Published> live, int minSizePercent, boolean force) {
        String key = settings.sourceKey(file);
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(settings.source()).key(key));
            Optional<String> versionId = Optional.ofNullable(head.versionId()).filter(id -> !id.equals(UNVERSIONED));
            Source source = new Source(file, head.eTag(), versionId, head.contentLength(), head.lastModified());
            boolean isLive = live.isPresent() && live.get().sourceEtag().equals(source.etag());
            if (isLive && !force) {
                return new Verdict.Live(live.get(), source);
            }
            if (source.size() > LARGEST) {
                return unfit(
                        "TooLarge",
                        key + " has " + source.size() + " bytes; a copy takes at most " + LARGEST
                                + " (5 GB). Split the file.");
            }
            if (live.isPresent() && source.size() * 100 < live.get().size() * minSizePercent) {
                return unfit(
                        "SuspiciousSize",
                        key + " has " + source.size() + " bytes where the live one has "
                                + live.get().size() + "; below " + minSizePercent
                                + " % it is not published. If that is right, run once with minSizePercent=0.");
            }
            return read(key, source);
        } catch (NoSuchKeyException e) {
            return unfit("NotFound", "there is no " + key + " in the source bucket " + settings.source());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return unfit("NotFound", "there is no " + key + " in the source bucket " + settings.source());
            }
            return new Verdict.Bad(of(e, "reading " + key));
        } catch (SdkException e) {
            return new Verdict.Bad(of(e, "reading " + key));
        }
    }

    private Verdict read(String key, Source source) {
        try (InputStream content = s3.getObject(
                request -> request.bucket(settings.source()).key(key).ifMatch(source.etag()))) {
            Optional<Unfit> problem = JsonCheck.check(content, source.file().endsWith(WITH_METADATA));
            return problem.<Verdict>map(
                            unfit -> new Verdict.Bad(new Unfit(unfit.errorType(), key + " " + unfit.error())))
                    .orElseGet(() -> new Verdict.Good(source));
        } catch (S3Exception e) {
            if (hasMoved(e)) {
                return new Verdict.Moved();
            }
            throw e;
        } catch (IOException e) {
            return unfit("Upstream", "reading " + key + " broke off; the next run tries again");
        }
    }

    /** AWS's refusal as a file's failure. */
    Unfit of(SdkException failure, String doing) {
        ErrorKind kind = errors.kindOf(failure);
        String type;
        switch (kind) {
            case AWS_ACCESS_DENIED:
                type = "AccessDenied";
                break;
            case THROTTLED:
                type = "Throttled";
                break;
            case UPSTREAM_ERROR:
                type = "Upstream";
                break;
            default:
                type = AwsErrorRules.codeOf(failure).isEmpty() ? "Upstream" : AwsErrorRules.codeOf(failure);
        }
        String text = kind == ErrorKind.AWS_ACCESS_DENIED
                ? "S3 refuses: the object is missing, or the function's role may not touch it; compare the stack's"
                        + " bucket and prefix parameters with where the files are"
                : errors.translate(failure).text();
        return new Unfit(type, doing + ": " + text);
    }

    private static Verdict unfit(String type, String error) {
        return new Verdict.Bad(new Unfit(type, error));
    }

    /**
     * One version of a source file; the ETag pins it.
     *
     * @param versionId S3's id of it, by which it can be read after it was replaced; empty where the bucket keeps no
     *     versions
     */
    record Source(String file, String etag, Optional<String> versionId, long size, Instant modifiedAt) {}

    /** Whether S3 refused because the source is no longer the pinned version. */
    static boolean hasMoved(S3Exception refusal) {
        return refusal.statusCode() == PRECONDITION_FAILED;
    }

    /** What a look at a file says. */
    sealed interface Verdict {
        /** This very version is live. */
        record Live(Published published, Source source) implements Verdict {}

        /** Fit to be published. */
        record Good(Source source) implements Verdict {}

        /** Found fit by a run that died, and replaced since: to be published all the same, by its version. */
        record Begun(Source source) implements Verdict {}

        /** Not fit. */
        record Bad(Unfit unfit) implements Verdict {}

        /** Rewritten while it was read: look again. */
        record Moved() implements Verdict {}
    }
}
