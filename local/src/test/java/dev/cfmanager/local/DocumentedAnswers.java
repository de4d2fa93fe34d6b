// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import dev.cfmanager.common.json.Json;
import dev.cfmanager.common.testing.ApiDocument;
import dev.cfmanager.common.testing.Secrets;
import java.util.Optional;

/**
 * In every test of this module, holds every answer of the real template's API to the OpenAPI document, and looks through
 * answers and logs for what must not be there.
 */
public final class DocumentedAnswers implements Watcher {
    private final ApiDocument document = ApiDocument.ofRepository();

    @Override
    public void saw(LocalSystem system, TwinRequest request, String path, TwinResponse answer) {
        Optional<String> route = document.route(request.method(), path);
        Secrets.refuseInAnswer(path + request.bodyText(), answer.status(), answer.bodyText());
        boolean real = system.apis().stream().anyMatch(api -> api.routes().contains("GET /api/openapi.json"));
        if (real && route.isPresent()) {
            document.check(
                    request.method(), route.get(), answer.status(), answer.headers(), Json.parseOwn(answer.bodyText()));
        }
    }

    @Override
    public void logged(String line) {
        Secrets.refuseInLog(line);
    }
}
