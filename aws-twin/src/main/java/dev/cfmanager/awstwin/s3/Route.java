// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One operation of S3 and how a request for it looks.
 *
 * @param operation the API's name for it
 * @param method HTTP method
 * @param level what the request must be about
 * @param marks query parameters ({@code policy}, {@code list-type=2}) and headers ({@code x-amz-...}) that must be there
 * @param permissions what it needs, for the call log
 * @param run performs it, permission check included
 */
record Route(
        String operation,
        String method,
        Level level,
        List<String> marks,
        Function<S3Request, List<Permission>> permissions,
        Function<S3Request, TwinResponse> run) {

    /** Whether this request is for the operation. */
    boolean matches(S3Request request) {
        return request.http().method().equals(method)
                && level == Level.of(request.address())
                && marks.stream().allMatch(mark -> hasMark(request, mark));
    }

    private static boolean hasMark(S3Request request, String mark) {
        if (mark.startsWith("x-amz-")) {
            return request.header(mark).isPresent();
        }
        int equals = mark.indexOf('=');
        return equals < 0
                ? request.http().hasQuery(mark)
                : request.query(mark.substring(0, equals)).equals(Optional.of(mark.substring(equals + 1)));
    }

    /** What a request is about. */
    enum Level {
        SERVICE,
        BUCKET,
        OBJECT;

        static Level of(Address address) {
            if (address.bucket().isEmpty()) {
                return SERVICE;
            }
            return address.key().isEmpty() ? BUCKET : OBJECT;
        }
    }
}
