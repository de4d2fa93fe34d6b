// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * The conditions a request makes.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">conditional requests</a>
 */
final class Preconditions {
    private final S3Request request;
    private final String prefix;

    private Preconditions(S3Request request, String prefix) {
        this.request = request;
        this.prefix = prefix;
    }

    /** On the object that is read. */
    static Preconditions onRead(S3Request request) {
        return new Preconditions(request, "");
    }

    /** On the source of a copy. */
    static Preconditions onCopySource(S3Request request) {
        return new Preconditions(request, "x-amz-copy-source-");
    }

    /**
     * Refuses a version that is not the one the client wants: a true {@code If-Match} outweighs a false
     * {@code If-Unmodified-Since}.
     *
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code PreconditionFailed}
     */
    void requireMatch(ObjectVersion version) {
        Optional<String> match = request.header(prefix + "if-match");
        if (match.isPresent()) {
            if (!names(match.get(), version)) {
                throw S3Errors.preconditionFailed("If-Match");
            }
            return;
        }
        Optional<Instant> since = date("if-unmodified-since");
        if (since.isPresent() && modified(version).isAfter(since.get())) {
            throw S3Errors.preconditionFailed("If-Unmodified-Since");
        }
    }

    /**
     * Which condition says that the client has this version already: a false {@code If-None-Match} outweighs a true
     * {@code If-Modified-Since}. Empty when it has not.
     */
    Optional<String> alreadyKnown(ObjectVersion version) {
        Optional<String> noneMatch = request.header(prefix + "if-none-match");
        if (noneMatch.isPresent()) {
            return names(noneMatch.get(), version) ? Optional.of("If-None-Match") : Optional.empty();
        }
        Optional<Instant> since = date("if-modified-since");
        boolean unchanged = since.isPresent() && !modified(version).isAfter(since.get());
        return unchanged ? Optional.of("If-Modified-Since") : Optional.empty();
    }

    /**
     * Refuses a write over an object that is not, or not any more, what the client thinks.
     *
     * @param latest the latest version of the key, perhaps a delete marker
     * @throws dev.cfmanager.awstwin.kernel.AwsError {@code PreconditionFailed}; {@code NoSuchKey} when there is nothing
     *     to match; {@code NotImplemented} for a form that S3 does not have
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">conditional writes</a>
     */
    static void checkWrite(S3Request request, Optional<ObjectVersion> latest) {
        Optional<ObjectVersion> current = latest.filter(version -> !version.deleteMarker());
        Optional<String> noneMatch = request.header("if-none-match");
        if (noneMatch.isPresent()) {
            if (!noneMatch.get().equals("*")) {
                throw S3Errors.notImplemented("If-None-Match");
            }
            if (current.isPresent()) {
                throw S3Errors.preconditionFailed("If-None-Match");
            }
        }
        Optional<String> match = request.header("if-match");
        if (match.isPresent()) {
            if (current.isEmpty()) {
                throw S3Errors.noSuchKey(request.key());
            }
            if (!names(match.get(), current.get())) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        }
    }

    private Optional<Instant> date(String name) {
        return request.header(prefix + name).flatMap(Preconditions::parse);
    }

    /** A date nobody can read is no condition. */
    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Instant modified(ObjectVersion version) {
        return version.modified().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether a list of ETags, with or without quotes, names this version. */
    static boolean names(String etags, ObjectVersion version) {
        return Arrays.stream(etags.split(",", -1))
                .map(String::strip)
                .anyMatch(etag -> etag.equals("*") || etag.replace("\"", "").equals(version.etag()));
    }
}
