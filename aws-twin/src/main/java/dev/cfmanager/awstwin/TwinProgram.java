// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin;

import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A twin that other processes use, with what a test inside this process would do by a method call: empty the account and
 * move its time. Everything below {@value #PREFIX}, which no AWS service has, is this; all else is the account.
 *
 * <ul>
 *   <li>{@code POST /_twin/reset}: the account is new and empty, its time begins again; 204.
 *   <li>{@code POST /_twin/clock?advance=PT5M}: that much time passes and all that falls due runs; {@code {"now": "..."}}.
 *   <li>{@code GET /_twin/clock}: {@code {"now": "..."}}.
 * </ul>
 *
 * What does not fit is refused as {@code {"message": "..."}} with a 4xx status.
 */
final class TwinProgram implements LoopbackServer.Answerer, AutoCloseable {
    static final String PREFIX = "/_twin/";

    private static final Duration LONGEST = Duration.ofDays(3660);

    private final Supplier<Twin> fresh;
    private final boolean keepsData;
    private volatile Twin twin;

    /**
     * Starts the first twin.
     *
     * @param fresh makes an empty twin
     * @param keepsData whether it keeps a data folder: then it is not to be emptied by a request
     */
    TwinProgram(Supplier<Twin> fresh, boolean keepsData) {
        this.fresh = fresh;
        this.keepsData = keepsData;
        this.twin = fresh.get();
    }

    /** The twin of this moment. */
    Twin twin() {
        return twin;
    }

    @Override
    public TwinResponse answer(TwinRequest request) throws IOException {
        if (!request.rawPath().startsWith(PREFIX)) {
            return twin.kernel().handle(request);
        }
        String operation = request.method() + " " + request.rawPath();
        return switch (operation) {
            case "POST /_twin/reset" -> reset();
            case "GET /_twin/clock" -> now();
            case "POST /_twin/clock" ->
                advance(request.queryParameter("advance").orElse(""));
            default ->
                refusal(
                        404,
                        "There is no " + operation
                                + ". There are POST /_twin/reset, GET /_twin/clock and POST /_twin/clock?advance=PT5M.");
        };
    }

    private synchronized TwinResponse reset() {
        if (keepsData) {
            return refusal(409, "This twin keeps its data in a folder: stop it and delete the folder to empty it.");
        }
        Twin before = twin;
        twin = fresh.get();
        before.close();
        return TwinResponse.empty(204);
    }

    private TwinResponse advance(String span) {
        Duration duration;
        try {
            duration = Duration.parse(span);
        } catch (DateTimeException e) {
            duration = Duration.ofSeconds(-1);
        }
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            return refusal(400, "advance: must be an ISO-8601 duration from PT0S to " + LONGEST + ", such as PT5M");
        }
        twin.clock().advance(duration);
        return now();
    }

    private TwinResponse now() {
        return json(200, Map.of("now", twin.clock().instant().toString()));
    }

    private static TwinResponse refusal(int status, String message) {
        return json(status, Map.of("message", message));
    }

    private static TwinResponse json(int status, Map<String, String> body) {
        return TwinResponse.json(status, "application/json", Json.write(Json.strings(body)));
    }

    @Override
    public void close() {
        twin.close();
    }
}
