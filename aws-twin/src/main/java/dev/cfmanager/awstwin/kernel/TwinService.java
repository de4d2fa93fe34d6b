// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

/**
 * One AWS service of the twin. Implementations guard their own state: several requests may run at once, and a request
 * may lead to others (a state machine invokes a function, which calls S3) on the same or another thread, so no lock may
 * be held while something outside the service runs.
 */
public interface TwinService extends AutoCloseable {

    /** The name a client signs with (the service part of the SigV4 scope), such as {@code cloudfront} or {@code states}. */
    String signingName();

    /**
     * Recognises the operation without any effect; the kernel then consults the fault script, runs it and logs it.
     *
     * @throws AwsError when the request names no operation of this service
     */
    Operation resolve(TwinRequest request, Caller caller);

    /** Renders a refusal in the service's protocol. */
    TwinResponse render(AwsError error, TwinRequest request);

    /** The response header with the request's id; the kernel adds it where it is missing. */
    default String requestIdHeader() {
        return "x-amzn-RequestId";
    }

    /** What the service answers when it is called too often, as a script's throttle makes it. */
    default AwsError throttled() {
        return new AwsError(400, "Throttling", "Rate exceeded");
    }

    /**
     * Whether AWS may answer this operation from a moment ago, so that a script's stale read applies; by default every
     * operation that gets, lists or describes.
     */
    default boolean answersEventually(String operation, TwinRequest request) {
        return operation.startsWith("Get") || operation.startsWith("List") || operation.startsWith("Describe");
    }

    /** Lets go of what the service holds outside the twin's store (files, threads); nothing for most. */
    @Override
    default void close() {}
}
