// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Caller;
import dev.cfmanager.awstwin.kernel.Json;
import dev.cfmanager.awstwin.kernel.JsonInput;
import dev.cfmanager.awstwin.kernel.Operation;
import dev.cfmanager.awstwin.kernel.TwinRequest;
import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Lambda's REST paths: which method and path is which operation, and what IAM asks for it. */
final class LambdaRoutes {
    private static final Map<String, String> API_VERSIONS = Map.of("functions", "2015-03-31", "tags", "2017-03-31");

    private final Functions functions;
    private final FunctionLists lists;
    private final FunctionPolicies policies;
    private final Aliases aliases;
    private final LambdaService service;

    LambdaRoutes(
            Functions functions,
            FunctionLists lists,
            FunctionPolicies policies,
            Aliases aliases,
            LambdaService service) {
        this.functions = functions;
        this.lists = lists;
        this.policies = policies;
        this.aliases = aliases;
        this.service = service;
    }

    Operation resolve(TwinRequest request, Caller caller) {
        List<String> path = request.pathSegments();
        String shape = shape(path);
        String region = caller.region();
        return switch (request.method() + " " + shape) {
            case "GET functions" -> plain("ListFunctions", "*", () -> ok(lists.functions(request, region)));
            case "POST functions" -> create(request, region);
            case "GET tags/{}", "POST tags/{}", "DELETE tags/{}" ->
                tags(request, FunctionName.parse(path.get(2), null, region));
            default -> {
                if (path.size() < 3) {
                    throw unknown(request);
                }
                String qualifier = request.queryParameter("Qualifier").orElse(null);
                yield onFunction(request, shape, FunctionName.parse(path.get(2), qualifier, region), path);
            }
        };
    }

    private Operation onFunction(TwinRequest request, String shape, FunctionName name, List<String> path) {
        String last = path.get(path.size() - 1);
        return switch (request.method() + " " + shape) {
            case "GET functions/{}" ->
                plain(
                        "GetFunction",
                        name.qualifiedArn(),
                        () -> ok(service.isCreated(name) ? functions.get(name) : service.hostedFunction(name)));
            case "DELETE functions/{}" ->
                plain("DeleteFunction", name.qualifiedArn(), () -> {
                    functions.delete(name);
                    return TwinResponse.empty(204);
                });
            case "GET functions/{}/configuration" ->
                plain(
                        "GetFunctionConfiguration",
                        name.qualifiedArn(),
                        () -> ok(
                                service.isCreated(name)
                                        ? functions.configuration(name)
                                        : service.hostedConfiguration(name)));
            case "PUT functions/{}/configuration" ->
                plain(
                        "UpdateFunctionConfiguration",
                        name.arn(),
                        () -> ok(functions.updateConfiguration(name, JsonInput.of(request))));
            case "PUT functions/{}/code" ->
                plain("UpdateFunctionCode", name.arn(), () -> ok(functions.updateCode(name, JsonInput.of(request))));
            case "POST functions/{}/versions" ->
                plain("PublishVersion", name.arn(), () -> created(functions.publish(name, JsonInput.of(request))));
            case "GET functions/{}/versions" ->
                plain("ListVersionsByFunction", name.arn(), () -> ok(lists.versions(name, request)));
            case "POST functions/{}/policy" ->
                plain("AddPermission", name.qualifiedArn(), () -> {
                    service.checkExists(name);
                    return created(policies.add(name, JsonInput.of(request)));
                });
            case "GET functions/{}/policy" -> plain("GetPolicy", name.qualifiedArn(), () -> ok(policies.get(name)));
            case "DELETE functions/{}/policy/{}" ->
                plain("RemovePermission", name.qualifiedArn(), () -> {
                    policies.remove(name, last);
                    return TwinResponse.empty(204);
                });
            case "POST functions/{}/aliases" ->
                plain("CreateAlias", name.arn(), () -> {
                    functions.record(name);
                    return created(aliases.create(name, JsonInput.of(request)));
                });
            case "GET functions/{}/aliases" ->
                plain("ListAliases", name.arn(), () -> {
                    functions.record(name);
                    return ok(lists.aliases(name, request));
                });
            case "GET functions/{}/aliases/{}" -> plain("GetAlias", name.arn(), () -> ok(aliases.get(name, last)));
            case "PUT functions/{}/aliases/{}" ->
                plain("UpdateAlias", name.arn(), () -> ok(aliases.update(name, last, JsonInput.of(request))));
            case "DELETE functions/{}/aliases/{}" ->
                plain("DeleteAlias", name.arn(), () -> {
                    aliases.delete(name, last);
                    return TwinResponse.empty(204);
                });
            case "POST functions/{}/invocations" ->
                new Operation(
                        "Invoke",
                        Set.of("lambda:InvokeFunction"),
                        List.of(name.qualifiedArn()),
                        () -> service.invoke(name, request));
            default -> throw unknown(request);
        };
    }

    /** <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html">Actions</a>: CreateFunction also passes a role, and tags. */
    private Operation create(TwinRequest request, String region) {
        JsonInput input = JsonInput.of(request);
        FunctionName name = FunctionName.parse(input.required("FunctionName"), null, region);
        Set<String> actions = new LinkedHashSet<>(Set.of("lambda:CreateFunction"));
        actions.add("iam:PassRole");
        if (!input.get("Tags").isEmpty()) {
            actions.add("lambda:TagResource");
        }
        return new Operation(
                "CreateFunction",
                actions,
                List.of(name.arn(), input.get("Role").asText()),
                () -> created(functions.create(name, input, request.body().length, service.isHosted(name))));
    }

    private Operation tags(TwinRequest request, FunctionName name) {
        return switch (request.method()) {
            case "GET" ->
                plain("ListTags", name.arn(), () -> {
                    ObjectNode answer = Json.object();
                    answer.set("Tags", Json.strings(functions.record(name).tags()));
                    return ok(answer);
                });
            case "POST" ->
                plain("TagResource", name.arn(), () -> {
                    functions.tag(name, JsonInput.of(request).get("Tags"));
                    return TwinResponse.empty(204);
                });
            default ->
                plain("UntagResource", name.arn(), () -> {
                    functions.untag(name, request.query().getOrDefault("tagKeys", List.of()));
                    return TwinResponse.empty(204);
                });
        };
    }

    /** The path with names left out: {@code functions/{}/policy/{}}; empty when it is none of Lambda's. */
    private static String shape(List<String> path) {
        if (path.size() < 2 || !path.get(0).equals(API_VERSIONS.get(path.get(1)))) {
            return "";
        }
        StringBuilder shape = new StringBuilder(path.get(1));
        for (int i = 2; i < path.size(); i++) {
            shape.append('/').append(i % 2 == 0 ? "{}" : path.get(i));
        }
        return shape.toString();
    }

    private static Operation plain(String name, String resource, Supplier<TwinResponse> run) {
        return Operation.of("lambda", name, resource, run);
    }

    private static TwinResponse ok(ObjectNode body) {
        return TwinResponse.json(200, "application/json", Json.write(body));
    }

    private static TwinResponse created(ObjectNode body) {
        return TwinResponse.json(201, "application/json", Json.write(body));
    }

    private static AwsError unknown(TwinRequest request) {
        return new AwsError(
                404,
                "UnknownOperationException",
                "the twin's Lambda has no operation " + request.method() + " " + request.rawPath());
    }
}
