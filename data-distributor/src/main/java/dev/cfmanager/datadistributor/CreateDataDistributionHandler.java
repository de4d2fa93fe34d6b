// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.api.Access;
import dev.cfmanager.common.api.ApiHandler;
import dev.cfmanager.common.api.ApiRequest;
import dev.cfmanager.common.api.ApiResponse;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.json.Fields;
import java.util.OptionalInt;

/**
 * {@code POST /data-distributions}: publishes now. Optional body {@code {force, minSizePercent}}, or {@code ?force=true};
 * with {@code {"rollback": true}} alone, takes readers back to the set before. 201 with the run's record, 200 when there was nothing to run (not configured, or another run at work).
 */
public final class CreateDataDistributionHandler extends ApiHandler {
    private static final int ALL = 100;

    private final DistributeData distributeData;

    /** Lambda's entry. */
    public CreateDataDistributionHandler() {
        this(ExecutionEnvironment.ofLambda());
    }

    /** With everything from outside given. */
    public CreateDataDistributionHandler(ExecutionEnvironment environment) {
        super(environment, Access.CHANGE);
        this.distributeData = new DistributeData(environment);
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        Fields body = request.bodyOrEmpty();
        boolean force = body.bool("force").orElse(false)
                || request.queryParameter("force").filter("true"::equals).isPresent();
        OptionalInt minSizePercent = body.whole("minSizePercent", 0, ALL).stream()
                .mapToInt(Math::toIntExact)
                .findFirst();
        boolean rollback = body.bool("rollback").orElse(false);
        if (rollback && (force || minSizePercent.isPresent())) {
            body.problems().add("rollback", "goes alone: what is taken back is neither copied nor judged");
        }
        body.problems().throwIfAny("Invalid data distribution");
        String user = request.caller().user();
        ObjectNode run = rollback
                ? distributeData.rollBack(user)
                : distributeData.run(Trigger.API, new RunOptions(force, minSizePercent), user);
        return ApiResponse.created("dataDistribution", run).withStatus(run.has("id") ? 201 : 200);
    }
}
