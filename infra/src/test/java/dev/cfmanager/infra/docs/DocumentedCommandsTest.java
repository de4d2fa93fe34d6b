// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cfmanager.common.aws.AwsClients;
import dev.cfmanager.common.testing.SkipReasons;
import dev.cfmanager.infra.Repository;
import dev.cfmanager.local.LocalServer;
import dev.cfmanager.local.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;

/**
 * Whoever types what the documents say gets what the documents show. Fenced commands are typed into a shell, against the
 * whole system on a laptop; there, {@code aws} calls what the twin answers, and has its own parser check the names of
 * everything else. What builds and deploys is not run here: {@link WrittenCommand} compares it with what it names.
 */
@ExtendWith(SkipReasons.class)
class DocumentedCommandsTest {
    private static final String NO_AWS =
            "aws commands are not checked here, because there is no AWS CLI on this machine";
    private static final String NO_PARSER =
            "the AWS CLI of this machine is no Python module: what it would say of options is not checked here";

    /** Programs that are typed into a shell here as they stand. */
    private static final Set<String> RUN = Set.of("curl", "aws", "export", "echo", "sed", "grep", "cat");

    /** What the twin answers is asked there; everything else is written down for the CLI's parser, see parse_aws.py. */
    private static final String AWS_HERE = """
            make() { :; }; mvn() { :; }; sam() { :; }; git() { :; }
            aws() {
              case " $* " in
                *' restore-table-to-point-in-time '*) ;;
                *' s3 '* | *' cloudfront '* | *' dynamodb '* | *' lambda '*) command aws "$@"; return;;
              esac
              printf '%s\\0' "$@" $'\\n' >> "$HOME/parse"
              echo documented
            }
            """;

    private static final boolean AWS = isInstalled("aws");

    @TempDir
    static Path folder;

    private static LocalServer server;

    @BeforeAll
    static void start() {
        server = LocalServer.start(
                Settings.of(
                        Repository.root().resolve("template.yaml"),
                        Map.of("AllowedOrigins", "https://console.example")),
                0,
                0,
                0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theTourShowsWhatWhoeverTakesItSees() throws Exception {
        assumeThat(isInstalled("curl"))
                .as("the tour is not taken here, because there is no curl on this machine")
                .isTrue();
        List<DocumentedCommand> tour = DocumentedCommand.fencedIn("README.md").stream()
                .filter(command -> !programs(command).contains("make"))
                .toList();
        ShownOutput shown = new ShownOutput();
        List<String> problems = new ArrayList<>();
        boolean skipped = false;
        int fence = tour.get(0).fence();
        try (Shell shell = shell("tour")) {
            for (DocumentedCommand command : tour) {
                if (command.fence() != fence) { // whoever reads takes a while
                    fence = command.fence();
                    advance();
                }
                if (!AWS && programs(command).contains("aws")) {
                    skipped = true; // and with it what builds on it
                    break;
                }
                Shell.Result result = shell.run(here(shown.withRealIds(command.text())));

                boolean refused = result.output().contains("\"success\":false");
                if (result.status() != 0
                        || refused != command.output().contains("\"success\":false")
                        || !(command.output().isEmpty() || shown.matches(command.output(), result.output()))) {
                    problems.add(String.format(
                            "%s: %s%nends with %d; shows%n%s%nprints%n%s",
                            command.place(), command.text(), result.status(), command.output(), result.output()));
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(tour).hasSizeGreaterThan(15);
        assumeThat(skipped).as(NO_AWS).isFalse();
    }

    @Test
    void everyOtherCommandRunsOrIsWrittenAsItsProgramTakesIt() throws Exception {
        assumeThat(AWS).as(NO_AWS).isTrue();
        prepareWhatPlaceholdersStandFor();
        ExecutorService shells = Executors.newFixedThreadPool(4);
        try {
            Map<String, List<DocumentedCommand>> fences = DocumentedCommand.documents().stream()
                    .filter(file -> !file.equals("README.md"))
                    .flatMap(file -> DocumentedCommand.fencedIn(file).stream())
                    .collect(Collectors.groupingBy(command -> command.file() + ":" + command.fence()));
            List<Future<List<String>>> failures = new ArrayList<>();
            fences.forEach((place, commands) -> failures.add(shells.submit(() -> failuresOf(place, commands))));

            for (Future<List<String>> failure : failures) {
                assertThat(failure.get()).isEmpty();
            }
            assertThat(fences).hasSizeGreaterThan(5);
        } finally {
            shells.shutdownNow();
        }
        assertThat(parsed(Files.readString(folder.resolve("parse")) + inProse()))
                .isEmpty();
    }

    @Test
    void everyCommandIsRunHereOrComparedWithWhatItNames() {
        List<String> problems = new ArrayList<>();
        for (String file : DocumentedCommand.documents()) {
            for (DocumentedCommand command : DocumentedCommand.fencedIn(file)) {
                Set<String> programs = new TreeSet<>(programs(command));
                programs.removeAll(RUN);
                programs.removeAll(WrittenCommand.PROGRAMS);
                if (!programs.isEmpty()) {
                    problems.add(command.place() + ": nothing checks " + programs + " in: " + command.text()
                            + "; a fence of no commands names its language, such as text");
                }
                WrittenCommand.problems(command.text()).forEach(each -> problems.add(command.place() + ": " + each));
            }
            for (DocumentedCommand command : DocumentedCommand.inlineIn(file)) {
                WrittenCommand.problems(command.text()).forEach(each -> problems.add(command.place() + ": " + each));
            }
        }

        assertThat(problems).isEmpty();
    }

    @Test
    void aWrongCommandIsFound() {
        for (String wrong : List.of(
                "make tset",
                "make deploy GIUDED=",
                "make deploy PROFILE=nobody",
                "mvn -Pcontainer verify",
                "mvn -pl origins/cor test",
                "mvn tets",
                "mvn -pl infra verify -Daws.endpiont=http://127.0.0.1:1",
                "mvn -pl aws-twin exec:exec -Dtwin.args=\"--prot 1\"",
                "sam deploy --config-evn default",
                "sam destroy")) {
            assertThat(WrittenCommand.problems(wrong)).as(wrong).isNotEmpty();
        }
    }

    private static List<String> failuresOf(String place, List<DocumentedCommand> commands) {
        List<String> failures = new ArrayList<>();
        try (Shell shell = shell(place.replaceAll("\\W", "-"))) {
            shell.run(AWS_HERE + "set -o pipefail; mkdir client; touch client/index.html env.js");
            for (DocumentedCommand command : commands) {
                Shell.Result result = shell.run(here(command.text())
                        .replace("<folder of the built client>", "client")
                        .replace("<version>", "1")
                        .replaceAll("<[a-z ]+>", "documented"));
                if (result.status() != 0) {
                    failures.add(command.place() + ": " + command.text() + "\n" + result.output());
                }
            }
        }
        return failures;
    }

    /** What the AWS CLI's parser has against commands, a line each. */
    private static List<String> parsed(String commands) throws IOException, InterruptedException {
        assumeThat(isInstalled("python3")).as(NO_PARSER).isTrue();
        ProcessBuilder parser = new ProcessBuilder("python3", "infra/src/test/resources/parse_aws.py")
                .directory(Repository.root().toFile())
                .redirectErrorStream(true);
        parser.environment().putAll(environment());
        Process process = parser.start();
        try (OutputStream typed = process.getOutputStream()) {
            typed.write(commands.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(process.waitFor()).as(NO_PARSER).isNotEqualTo(3);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.lines().toList();
    }

    /** The prose's commands as the parser reads them; a mere name of an operation has no arguments to check. */
    private static String inProse() {
        return DocumentedCommand.documents().stream()
                .flatMap(file -> DocumentedCommand.inlineIn(file).stream())
                .map(command -> command.text().replaceAll("<[a-z ]+>", "documented"))
                .filter(text -> text.startsWith("aws ") && text.contains(" --"))
                .distinct()
                .map(text -> Pattern.compile("'([^']*)'|(\\S+)")
                        .matcher(text.substring("aws ".length()))
                        .results()
                        .map(word -> (word.group(1) == null ? word.group(2) : word.group(1)) + "\0")
                        .collect(Collectors.joining()))
                .map(words -> words + "\n\0")
                .collect(Collectors.joining());
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The programs that a command calls. */
    private static Set<String> programs(DocumentedCommand command) {
        String text = command.text().replaceAll("'[^']*'", "''").replaceAll("(?<!\\S)#.*", "");
        return Pattern.compile(
                        "(?:^|&&|\\||;|\\$\\(|\\bdo )\\s*(?:for \\w+ in [^;]*;|done|\\w+=(?:[^\\s$]\\S*)?(?=\\s|$|\\$\\())?\\s*"
                                + "(?:\\$\\()?([a-z][\\w./-]*)?")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(program -> program != null && !Set.of("do", "done").contains(program))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String here(String command) {
        return command.replace(
                        "http://127.0.0.1:8080", server.endpoint().toString().replaceAll("/$", ""))
                .replace("localhost:8080", "localhost:" + server.endpoint().getPort())
                .replace(
                        "http://127.0.0.1:4566", server.awsEndpoint().toString().replaceAll("/$", ""));
    }

    private static Shell shell(String name) {
        try {
            return new Shell(Files.createDirectories(folder.resolve(name)), environment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL", server.awsEndpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "documented");
        environment.put("AWS_SECRET_ACCESS_KEY", "documented");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_PAGER", "");
        environment.put("HOME", folder.toString());
        return environment;
    }

    private static void advance() throws IOException, InterruptedException {
        post("/_local/clock", "{\"advanceSeconds\":900}");
    }

    private static void post(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(server.endpoint().toString()).resolve(path))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static AwsClients clients() {
        return AwsClients.over(
                server.system().twin().httpClient(),
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("documented", "documented")));
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.js"));
        }
        return bytes.toByteArray();
    }

    private static void prepareWhatPlaceholdersStandFor() throws IOException {
        DynamoDbClient tables = clients().dynamoDb();
        for (String table : List.of("documented", "documented-restored")) {
            tables.createTable(create -> create.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
                    .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)));
        }
        clients().s3("us-east-1").createBucket(create -> create.bucket("documented"));
        LambdaClient functions = clients().lambda();
        byte[] code = archive();
        functions.createFunction(create -> create.functionName("documented")
                .runtime(Runtime.NODEJS22_X)
                .handler("index.handler")
                .role("arn:aws:iam::123456789012:role/documented")
                .publish(true)
                .code(uploaded -> uploaded.zipFile(SdkBytes.fromByteArray(code))));
        functions.createAlias(
                create -> create.functionName("documented").name("live").functionVersion("1"));
    }
}
