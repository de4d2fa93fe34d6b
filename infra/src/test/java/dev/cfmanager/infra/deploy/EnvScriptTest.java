// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cfmanager.infra.Blueprint;
import dev.cfmanager.infra.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/env.sh} with an {@code aws} that answers as the CLI does for the template's outputs. */
class EnvScriptTest {
    @TempDir
    private Path folder;

    @Test
    void turnsTheStacksOutputsIntoTheClientsSettings() throws Exception {
        Result result = run(Blueprint.outputs());

        assertThat(result.status()).as(result.text()).isZero();
        assertThat(result.text()).isEqualTo("""
                        window.ENV = {
                          REGION: "us-east-1",
                          USER_POOL_ID: "UserPool",
                          USER_POOL_CLIENT_ID: "UserPoolClient",
                          API_URL: "https://Api.execute-api.us-east-1.amazonaws.com/Api.Stage",
                          CUSTOM_CACHE_POLICY_ID: "CachePolicy"
                        };
                        """);
        assertThat(Files.readString(folder.resolve("arguments")))
                .startsWith("cloudformation describe-stacks --stack-name my-stack ");
    }

    @Test
    void saysWhichOutputIsMissingAndPrintsNothingElse() throws Exception {
        Map<String, String> outputs = Blueprint.outputs();
        outputs.remove("UserPoolClientId");

        Result result = run(outputs);

        assertThat(result.status()).isNotZero();
        assertThat(result.text()).contains("no output UserPoolClientId").doesNotContain("window");
    }

    private Result run(Map<String, String> outputs) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("outputs"),
                outputs.entrySet().stream()
                        .map(output -> output.getKey() + "\t" + output.getValue() + "\n")
                        .collect(Collectors.joining()));
        Path aws = folder.resolve("aws");
        Files.writeString(aws, "#!/bin/sh\necho \"$@\" > '" + folder + "/arguments'\ncat '" + folder + "/outputs'\n");
        Files.setPosixFilePermissions(aws, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder script = new ProcessBuilder("sh", "infra/env.sh", "my-stack")
                .directory(Repository.root().toFile())
                .redirectErrorStream(true);
        script.environment().merge("PATH", folder + ":", (path, first) -> first + path);
        Process process = script.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private record Result(int status, String text) {}
}
