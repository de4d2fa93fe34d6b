// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.JsonInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What Lambda checks of a function before it takes it
 * (<a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>,
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">quotas</a>).
 */
final class FunctionRules {
    /** Bytes of a request with a package inside. */
    static final int LARGEST_REQUEST = 70_167_211;
    /** Bytes of an unpacked package. */
    private static final long LARGEST_UNPACKED = 262_144_000;

    private static final int LARGEST_ENVIRONMENT = 4096;
    private static final int MOST_LAYERS = 5;
    private static final int MOST_TAGS = 50;

    /** <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html">Supported runtimes</a>. */
    private static final Set<String> RUNTIMES = Set.of(
            "nodejs24.x",
            "nodejs22.x",
            "nodejs20.x",
            "python3.14",
            "python3.13",
            "python3.12",
            "python3.11",
            "python3.10",
            "java25",
            "java21",
            "java17",
            "java11",
            "java8.al2",
            "dotnet10",
            "dotnet9",
            "dotnet8",
            "ruby3.4",
            "ruby3.3",
            "ruby3.2",
            "provided.al2023",
            "provided.al2");

    /** Once known, no longer taken for new functions; same page. */
    private static final Set<String> RETIRED = Set.of(
            "nodejs18.x",
            "nodejs16.x",
            "nodejs14.x",
            "nodejs12.x",
            "nodejs10.x",
            "nodejs8.10",
            "nodejs6.10",
            "nodejs4.3",
            "nodejs4.3-edge",
            "nodejs",
            "python3.9",
            "python3.8",
            "python3.7",
            "python3.6",
            "python2.7",
            "java8",
            "dotnet7",
            "dotnet6",
            "dotnet5.0",
            "dotnetcore3.1",
            "dotnetcore2.1",
            "dotnetcore2.0",
            "dotnetcore1.0",
            "ruby2.7",
            "ruby2.5",
            "go1.x",
            "provided");

    private static final Set<String> RESERVED_VARIABLES = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private static final Pattern ROLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z]([a-zA-Z0-9_])+");

    private FunctionRules() {}

    /** Checks the members of a configuration that are present. */
    static void configuration(JsonInput input) {
        input.text("Role").filter(role -> !ROLE.matcher(role).matches()).ifPresent(role -> {
            throw LambdaErrors.constraint(role, "role", "Member must satisfy regular expression pattern: " + ROLE);
        });
        input.text("Runtime").ifPresent(FunctionRules::runtime);
        input.text("Handler")
                .filter(handler -> handler.length() > 128 || !handler.matches("[^\\s]+"))
                .ifPresent(handler -> {
                    throw LambdaErrors.constraint(
                            handler, "handler", "Member must satisfy regular expression pattern: [^\\s]+");
                });
        input.text("Description").filter(text -> text.length() > 256).ifPresent(text -> {
            throw LambdaErrors.constraint(text, "description", "Member must have length less than or equal to 256");
        });
        input.integer("Timeout", 3, 1, 900);
        input.integer("MemorySize", 128, 128, 10_240);
        environment(input.get("Environment").path("Variables"));
        layers(input.get("Layers"));
        architectures(input.get("Architectures"));
        if (!input.text("PackageType").orElse("Zip").equals("Zip")) {
            throw LambdaErrors.invalidParameter("the twin runs functions of PackageType Zip only");
        }
    }

    private static void runtime(String runtime) {
        if (RETIRED.contains(runtime)) {
            throw LambdaErrors.invalidParameter("The runtime parameter of " + runtime
                    + " is no longer supported for creating or updating AWS Lambda functions. We recommend you use a"
                    + " supported runtime while creating or updating functions.");
        }
        if (!RUNTIMES.contains(runtime)) {
            throw LambdaErrors.invalidParameter("Value " + runtime
                    + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                    + RUNTIMES.stream().sorted().toList() + " or be a valid ARN");
        }
    }

    private static void environment(JsonNode variables) {
        int size = 0;
        for (Map.Entry<String, JsonNode> variable : variables.properties()) {
            String name = variable.getKey();
            if (RESERVED_VARIABLES.contains(name)) {
                throw LambdaErrors.invalidParameter(
                        "Lambda was unable to configure your environment variables because the environment variables you"
                                + " have provided contains reserved keys that are currently not supported for"
                                + " modification. Reserved keys used in this request: " + name);
            }
            if (!VARIABLE.matcher(name).matches()) {
                throw LambdaErrors.constraint(
                        name, "environment.variables", "Map keys must satisfy regular expression pattern: " + VARIABLE);
            }
            size += name.getBytes(StandardCharsets.UTF_8).length
                    + variable.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > LARGEST_ENVIRONMENT) {
            throw LambdaErrors.invalidParameter(
                    "Lambda was unable to configure your environment variables because the environment variables you have"
                            + " provided exceeded the 4KB limit.");
        }
    }

    private static void layers(JsonNode layers) {
        if (layers.size() > MOST_LAYERS) {
            throw LambdaErrors.invalidParameter("Layers consume more than the available number of " + MOST_LAYERS);
        }
        for (JsonNode layer : layers) {
            throw LambdaErrors.invalidParameter("Layer version " + layer.asText() + " does not exist.");
        }
    }

    private static void architectures(JsonNode architectures) {
        boolean known = architectures.isMissingNode()
                || (architectures.size() == 1
                        && Set.of("x86_64", "arm64")
                                .contains(architectures.get(0).asText()));
        if (!known) {
            throw LambdaErrors.constraint(
                    architectures.toString(), "architectures", "Member must satisfy enum value set: [x86_64, arm64]");
        }
    }

    /** The package in a {@code ZipFile} member, checked as Lambda unpacks it. */
    static byte[] zip(JsonInput code) {
        for (String source : List.of("S3Bucket", "ImageUri", "SourceKMSKeyArn")) {
            if (code.has(source)) {
                throw LambdaErrors.invalidParameter(
                        "the twin takes deployment packages as ZipFile only, not " + source);
            }
        }
        byte[] zip;
        try {
            zip = Base64.getDecoder().decode(code.text("ZipFile").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "SerializationException", "ZipFile is no base64: " + e.getMessage());
        }
        if (zip.length == 0) {
            throw LambdaErrors.invalidParameter("Please provide a source for function code.");
        }
        unpack(zip);
        return zip;
    }

    private static void unpack(byte[] zip) {
        int entries = 0;
        long unpacked = 0;
        try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = stream.getNextEntry(); entry != null; entry = stream.getNextEntry()) {
                entries++;
                unpacked += length(stream, LARGEST_UNPACKED - unpacked);
            }
        } catch (IOException e) {
            throw unreadable();
        }
        if (entries == 0) {
            throw unreadable();
        }
    }

    private static long length(InputStream stream, long most) throws IOException {
        byte[] buffer = new byte[8192];
        long length = 0;
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            length += read;
            if (length > most) {
                throw LambdaErrors.invalidParameter(
                        "Unzipped size must be smaller than " + LARGEST_UNPACKED + " bytes");
            }
        }
        return length;
    }

    private static AwsError unreadable() {
        return LambdaErrors.invalidParameter(
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    static void tags(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw LambdaErrors.invalidParameter("A function has at most " + MOST_TAGS + " tags");
        }
        for (String key : tags.keySet()) {
            if (key.startsWith("aws:") || key.isEmpty() || key.length() > 128) {
                throw LambdaErrors.invalidParameter("Tag key '" + key + "' is not allowed");
            }
        }
    }
}
