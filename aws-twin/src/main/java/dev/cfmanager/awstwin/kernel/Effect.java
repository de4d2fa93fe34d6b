// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What a fault does to a call; its text is what {@link FaultLine} reads back. */
sealed interface Effect {

    /**
     * Strikes the call at its moment, before or after the operation.
     *
     * @throws AwsError when the service refuses
     * @throws TwinCrash when the caller dies
     * @throws IOException when the connection breaks
     */
    default void strike(Moment moment) throws IOException {}

    /** What becomes of the answer. */
    default TwinResponse replace(TwinResponse response) {
        return response;
    }

    /** The service refuses. */
    record Fail(int status, String code) implements Effect {
        @Override
        public void strike(Moment moment) {
            throw new AwsError(status, code, "scripted fault: " + code);
        }

        @Override
        public String toString() {
            return "fail " + status + " " + code;
        }
    }

    /** The calling process dies. */
    record Crash() implements Effect {
        @Override
        public void strike(Moment moment) {
            throw new TwinCrash(moment.toString());
        }

        @Override
        public String toString() {
            return "crash";
        }
    }

    /** The connection breaks. */
    record Lose() implements Effect {
        @Override
        public void strike(Moment moment) throws IOException {
            throw new IOException("scripted loss of the connection " + moment);
        }

        @Override
        public String toString() {
            return "lose";
        }
    }

    /** The call takes that long in virtual time. */
    record Delay(Duration span) implements Effect {
        @Override
        public void strike(Moment moment) {
            moment.clock().advanceUnlessMoving(span);
        }

        @Override
        public String toString() {
            return "delay " + span;
        }
    }

    /** A bucket of {@code burst} calls, refilled with {@code perSecond} a virtual second; beyond it the service throttles. */
    record Throttle(double perSecond, int burst) implements Effect {
        @Override
        public void strike(Moment moment) {
            throw moment.service().throttled();
        }

        @Override
        public String toString() {
            return "throttle " + perSecond + " " + burst;
        }
    }

    /** A read answers what the same request was answered before: {@link Strikes} sees to it. */
    record Stale() implements Effect {
        @Override
        public String toString() {
            return "stale";
        }
    }

    /** The answer is replaced by this body, its headers kept. */
    record Answer(int status, String body) implements Effect {
        @Override
        public TwinResponse replace(TwinResponse response) {
            return new TwinResponse(status, response.headers(), body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "answer " + status + " " + URLEncoder.encode(body, StandardCharsets.UTF_8);
        }

        static Answer of(int status, String encodedBody) {
            return new Answer(status, URLDecoder.decode(encodedBody, StandardCharsets.UTF_8));
        }
    }

    /** The answer goes through a function, which no text can tell. */
    record Custom(UnaryOperator<TwinResponse> replacement) implements Effect {
        @Override
        public TwinResponse replace(TwinResponse response) {
            return replacement.apply(response);
        }

        @Override
        public String toString() {
            return "custom";
        }
    }
}
