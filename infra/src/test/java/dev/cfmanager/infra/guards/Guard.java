// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.guards;

import dev.cfmanager.local.template.Properties;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.AliasEvent;

/** What every template of the stack must keep to. Findings begin with the resource's name and say what to change. */
enum Guard {
    /** What rests is encrypted; DynamoDB and CloudWatch Logs do so by themselves. */
    ENCRYPTION((template, findings) -> {
        for (Declared.Resource resource : template.resources()) {
            Properties properties = resource.properties();
            String wrong =
                    switch (resource.written().type()) {
                        case "AWS::S3::Bucket" -> properties.has("BucketEncryption") ? "" : "set BucketEncryption";
                        case "AWS::SNS::Topic" -> properties.has("KmsMasterKeyId") ? "" : "set KmsMasterKeyId";
                        case "AWS::SQS::Queue" ->
                            properties.flag("SqsManagedSseEnabled", false) || properties.has("KmsMasterKeyId")
                                    ? ""
                                    : "set SqsManagedSseEnabled: true";
                        case "AWS::KMS::Key" ->
                            properties.flag("EnableKeyRotation", false) ? "" : "set EnableKeyRotation: true";
                        default -> "";
                    };
            report(findings, resource, wrong);
        }
    }),

    /** Nothing is open to the public. */
    PUBLIC_ACCESS((template, findings) -> {
        for (Declared.Resource bucket : template.resources("AWS::S3::Bucket")) {
            Properties block = bucket.properties().section("PublicAccessBlockConfiguration");
            boolean shut =
                    List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
                            .stream()
                            .allMatch(switched -> block.flag(switched, false));
            report(findings, bucket, shut ? "" : "set all four of PublicAccessBlockConfiguration to true");
        }
        for (Declared.Resource resource : template.resources()) {
            boolean open = Statements.ofResource(resource).stream()
                    .anyMatch(statement -> Statements.allows(statement) && Statements.isForEverybody(statement));
            report(findings, resource, open ? "name a principal instead of everybody" : "");
            boolean url = resource.properties().has("FunctionUrlConfig")
                    && !resource.properties()
                            .section("FunctionUrlConfig")
                            .optionalText("AuthType")
                            .equals(Optional.of("AWS_IAM"));
            report(findings, resource, url ? "a function URL needs AuthType: AWS_IAM" : "");
        }
    }),

    /** Logs are kept for a stated time, and everything that runs has a log group of the stack. */
    LOG_RETENTION((template, findings) -> {
        Set<String> groups = template.resources("AWS::Logs::LogGroup").stream()
                .map(Declared.Resource::id)
                .collect(Collectors.toSet());
        for (Declared.Resource resource : template.resources()) {
            Properties properties = resource.properties();
            String wrong =
                    switch (resource.written().type()) {
                        case "AWS::Logs::LogGroup" -> properties.has("RetentionInDays") ? "" : "set RetentionInDays";
                        case "AWS::Serverless::Function" ->
                            groups.contains(properties
                                            .section("LoggingConfig")
                                            .optionalText("LogGroup")
                                            .orElse(""))
                                    ? ""
                                    : "set LoggingConfig.LogGroup to a log group of the template";
                        case "AWS::Serverless::StateMachine" ->
                            properties.section("Logging").has("Destinations") ? "" : "set Logging.Destinations";
                        case "AWS::Serverless::Api" -> properties.has("AccessLogSetting") ? "" : "set AccessLogSetting";
                        default -> "";
                    };
            report(findings, resource, wrong);
        }
    }),

    /** No policy allows a whole service, or everything of a service that knows resources. */
    NO_WILDCARD((template, findings) -> {
        for (Declared.Resource resource : template.resources()) {
            for (Properties statement : Statements.ofIdentity(resource)) {
                if (!Statements.allows(statement)) {
                    continue;
                }
                for (String action : statement.texts("Action")) {
                    boolean wild = action.contains("*") && !Reasons.NAMED_WITH_AN_ASTERISK.contains(action);
                    report(findings, resource, wild ? "name the actions of " + action : "");
                    boolean everything =
                            statement.texts("Resource").contains("*") && !Reasons.WITHOUT_RESOURCE.containsKey(action);
                    report(findings, resource, everything ? "name the resources of " + action : "");
                }
            }
        }
    }),

    /** A grant to an AWS service says on whose behalf, so that nobody else's resource can use it through that service. */
    NAMED_SOURCE((template, findings) -> {
        for (Declared.Resource resource : template.resources()) {
            boolean unnamed = Statements.ofResource(resource).stream()
                    .anyMatch(statement -> Statements.allows(statement)
                            && Statements.isForService(statement)
                            && !Statements.namesItsSource(statement));
            report(findings, resource, unnamed ? "ask for aws:SourceArn or aws:SourceAccount" : "");
            boolean permission = resource.written().type().equals("AWS::Lambda::Permission")
                    && !resource.properties().has("SourceArn")
                    && !resource.properties().has("SourceAccount");
            report(findings, resource, permission ? "set SourceArn or SourceAccount" : "");
        }
    }),

    /** Nothing speaks less than TLS 1.2, and nothing answers without it. */
    TLS_FLOOR((template, findings) -> {
        for (Declared.Resource distribution : template.resources("AWS::CloudFront::Distribution")) {
            Properties config = distribution.properties().section("DistributionConfig");
            Properties certificate = config.section("ViewerCertificate");
            boolean old = certificate.has("AcmCertificateArn")
                    && !certificate
                            .optionalText("MinimumProtocolVersion")
                            .orElse("")
                            .matches("TLSv1\\.(2_20(21|25)|3_.*)");
            report(findings, distribution, old ? "set MinimumProtocolVersion: TLSv1.2_2021" : "");
            List<Properties> behaviours = new ArrayList<>(config.sections("CacheBehaviors"));
            behaviours.add(config.section("DefaultCacheBehavior"));
            boolean bare = behaviours.stream().anyMatch(behaviour -> !Set.of("redirect-to-https", "https-only")
                    .contains(behaviour.optionalText("ViewerProtocolPolicy").orElse("")));
            report(findings, distribution, bare ? "set ViewerProtocolPolicy: redirect-to-https" : "");
        }
        for (Declared.Resource domain : template.resources("AWS::ApiGateway::DomainName")) {
            boolean old = !domain.properties()
                    .optionalText("SecurityPolicy")
                    .orElse("")
                    .equals("TLS_1_2");
            report(findings, domain, old ? "set SecurityPolicy: TLS_1_2" : "");
        }
        for (Declared.Resource bucket : template.resources("AWS::S3::Bucket")) {
            boolean refuses = template.resources("AWS::S3::BucketPolicy").stream()
                    .filter(policy -> policy.properties().text("Bucket").equals(bucket.id()))
                    .flatMap(policy -> Statements.ofResource(policy).stream())
                    .anyMatch(statement -> !Statements.allows(statement)
                            && Statements.conditionKeys(statement).contains("aws:SecureTransport"));
            report(findings, bucket, refuses ? "" : "deny aws:SecureTransport false in its policy");
        }
    }),

    /** What holds data says what becomes of it; what stays has backups, what does not is worth hours. */
    DELETION_POLICIES((template, findings) -> {
        Set<String> stateful = Set.of(
                "AWS::DynamoDB::Table",
                "AWS::Cognito::UserPool",
                "AWS::S3::Bucket",
                "AWS::Logs::LogGroup",
                "AWS::KMS::Key",
                "AWS::CloudFormation::Stack");
        for (Declared.Resource resource : template.resources()) {
            if (!stateful.contains(resource.written().type())) {
                continue;
            }
            Optional<String> deletion = resource.written().deletionPolicy();
            boolean unsaid =
                    deletion.isEmpty() || !deletion.equals(resource.written().updateReplacePolicy());
            report(findings, resource, unsaid ? "set DeletionPolicy and UpdateReplacePolicy, both the same" : "");
            boolean stays = deletion.equals(Optional.of("Retain"));
            String wrong =
                    switch (resource.written().type()) {
                        case "AWS::DynamoDB::Table" -> tableIsSafe(resource.properties(), stays);
                        case "AWS::Cognito::UserPool" -> stays ? "" : "retain users: set DeletionPolicy: Retain";
                        default -> "";
                    };
            report(findings, resource, wrong);
        }
    }),

    /** No caller and no poller can use up the account. */
    THROTTLING((template, findings) -> {
        for (Declared.Resource api : template.resources("AWS::Serverless::Api")) {
            boolean limited = api.properties().sections("MethodSettings").stream()
                    .anyMatch(setting -> setting.optionalText("ResourcePath").equals(Optional.of("/*"))
                            && setting.has("ThrottlingRateLimit")
                            && setting.has("ThrottlingBurstLimit"));
            report(findings, api, limited ? "" : "set ThrottlingRateLimit and ThrottlingBurstLimit for /*");
        }
        for (Declared.Resource function : template.resources("AWS::Serverless::Function")) {
            Properties events = function.properties().section("Events");
            boolean polls = events.names().stream()
                    .map(name -> events.section(name)
                            .section("Properties")
                            .optionalText("Schedule")
                            .orElse(""))
                    .anyMatch(schedule -> schedule.startsWith("rate("));
            boolean bounded = function.properties().has("ReservedConcurrentExecutions");
            report(findings, function, polls && !bounded ? "a poller needs ReservedConcurrentExecutions" : "");
        }
    }),

    /** X-Ray sees everything that runs. */
    TRACING((template, findings) -> {
        for (Declared.Resource resource : template.resources()) {
            Properties properties = resource.properties();
            String wrong =
                    switch (resource.written().type()) {
                        case "AWS::Serverless::Api" ->
                            properties.flag("TracingEnabled", false) ? "" : "set TracingEnabled: true";
                        case "AWS::Serverless::Function" ->
                            properties.optionalText("Tracing").orElse("").equals("Active") ? "" : "set Tracing: Active";
                        case "AWS::Serverless::StateMachine" ->
                            properties.section("Tracing").flag("Enabled", false) ? "" : "set Tracing.Enabled: true";
                        default -> "";
                    };
            report(findings, resource, wrong);
        }
    }),

    /** What nobody waits for says how often and how long it is repeated. */
    RETRIES((template, findings) -> {
        for (Declared.Resource function : template.resources("AWS::Serverless::Function")) {
            Properties events = function.properties().section("Events");
            for (String name : events.names()) {
                String type = events.section(name).text("Type");
                if (!Set.of("Schedule", "ScheduleV2", "EventBridgeRule", "S3", "SNS")
                        .contains(type)) {
                    continue;
                }
                Properties invoke = function.properties().section("EventInvokeConfig");
                boolean bounded = invoke.has("MaximumRetryAttempts") && invoke.has("MaximumEventAgeInSeconds");
                report(findings, function, bounded ? "" : "set both members of EventInvokeConfig");
                boolean delivers = Set.of("S3", "SNS").contains(type)
                        || events.section(name).section("Properties").has("RetryPolicy");
                report(findings, function, delivers ? "" : "set RetryPolicy of " + name);
            }
        }
    }),

    /** Every function starts from a snapshot, which only versions behind an alias have. */
    SNAPSHOTS((template, findings) -> {
        for (Declared.Resource function : template.resources("AWS::Serverless::Function")) {
            Properties properties = function.properties();
            boolean fits = properties.optionalText("Runtime").orElse("").equals("java25")
                    && properties.texts("Architectures").equals(List.of("arm64"))
                    && properties
                            .section("SnapStart")
                            .optionalText("ApplyOn")
                            .orElse("")
                            .equals("PublishedVersions")
                    && properties.has("AutoPublishAlias");
            report(findings, function, fits ? "" : "needs java25, arm64, SnapStart and AutoPublishAlias");
        }
    }),

    /** CloudFormation refuses YAML's aliases, which tools on a laptop read without a word. */
    NO_YAML_ALIASES((template, findings) -> {
        Yaml yaml = new Yaml(new LoaderOptions());
        yaml.parse(new StringReader(template.text())).forEach(event -> {
            if (event instanceof AliasEvent alias) {
                findings.add("line " + (alias.getStartMark().getLine() + 1) + ": write out *" + alias.getAnchor());
            }
        });
    });

    private final BiConsumer<Declared, List<String>> rule;

    Guard(BiConsumer<Declared, List<String>> rule) {
        this.rule = rule;
    }

    /** What breaks the rule in a template; empty when nothing does. */
    List<String> findings(Declared template) {
        List<String> findings = new ArrayList<>();
        rule.accept(template, findings);
        return findings.stream().distinct().toList();
    }

    private static String tableIsSafe(Properties table, boolean stays) {
        if (stays) {
            return table.section("PointInTimeRecoverySpecification").flag("PointInTimeRecoveryEnabled", false)
                    ? ""
                    : "what stays needs PointInTimeRecoveryEnabled: true";
        }
        return table.section("TimeToLiveSpecification").flag("Enabled", false)
                ? ""
                : "retain the table, or let its items expire";
    }

    private static void report(List<String> findings, Declared.Resource resource, String wrong) {
        if (!wrong.isEmpty()) {
            findings.add(resource.id() + ": " + wrong);
        }
    }

    /** Exceptions, each with its reason. */
    private static final class Reasons {
        /** <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html">AWS itself calls them so.</a> */
        static final Set<String> NAMED_WITH_AN_ASTERISK =
                Set.of("lambda:EnableReplication*", "lambda:DisableReplication*");

        private static final String A_LIST = "a list has no resource of its own";
        /** <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html">No resource type stands beside them.</a> */
        private static final String A_CREATION = "what does not exist yet has no resource of its own";

        private static final String A_DELIVERY = "log deliveries have no resource of their own";

        /** Actions that only "*" can be given for, and why. */
        static final Map<String, String> WITHOUT_RESOURCE = Map.ofEntries(
                Map.entry("cloudfront:ListDistributions", A_LIST),
                Map.entry("cloudfront:ListOriginAccessControls", A_LIST),
                Map.entry("cloudfront:ListCloudFrontOriginAccessIdentities", A_LIST),
                Map.entry("cloudfront:ListDistributionsByLambdaFunction", A_LIST),
                Map.entry("cloudfront:CreateDistribution", A_CREATION),
                Map.entry("cloudfront:CreateOriginAccessControl", A_CREATION),
                Map.entry("cloudfront:CreateCloudFrontOriginAccessIdentity", A_CREATION),
                Map.entry("acm:ListCertificates", A_LIST),
                Map.entry("s3:ListAllMyBuckets", A_LIST),
                Map.entry("logs:CreateLogDelivery", A_DELIVERY),
                Map.entry("logs:GetLogDelivery", A_DELIVERY),
                Map.entry("logs:UpdateLogDelivery", A_DELIVERY),
                Map.entry("logs:DeleteLogDelivery", A_DELIVERY),
                Map.entry("logs:ListLogDeliveries", A_DELIVERY),
                Map.entry("logs:PutResourcePolicy", A_DELIVERY),
                Map.entry("logs:DescribeResourcePolicies", A_DELIVERY),
                Map.entry("logs:DescribeLogGroups", A_DELIVERY));

        private Reasons() {}
    }
}
