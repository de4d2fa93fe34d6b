// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.infra.guards;

import dev.cfmanager.local.template.Evaluator;
import dev.cfmanager.local.template.Properties;
import dev.cfmanager.local.template.References;
import dev.cfmanager.local.template.StackIdentity;
import dev.cfmanager.local.template.Template;
import dev.cfmanager.local.template.TemplateResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A template as guards see it: its text, and every resource under given parameters; a reference to a resource is that
 * resource's name.
 */
final class Declared {
    /** Values for parameters that have no default, by name. */
    private static final Map<String, String> REQUIRED = Map.of(
            "AllowedOrigins", "https://console.example",
            "Email", "somebody@example.com",
            "ApiUrl", "https://api.example.com",
            "ApiId", "a1b2c3d4e5",
            "StageName", "api",
            "DomainName", "www.example.com",
            "CertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/1");

    /** What switches on everything that a parameter can switch on, by name. */
    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("AllowPublicRead", "true"),
            Map.entry("DistributionBucketName", "website"),
            Map.entry("DataSourceBucketName", "fetched"),
            Map.entry("DataSourceEvents", "true"),
            Map.entry("DataDistributionId", "E1"),
            Map.entry("AlarmEmail", "somebody@example.com"),
            Map.entry("AddWebsite", "true"),
            Map.entry("WebsiteDomainName", "console.example"),
            Map.entry("WebsiteCertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/1"),
            Map.entry("ApiDomainName", "api.example.com"),
            Map.entry("ApiCertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/2"),
            Map.entry("ApiHostedZoneId", "Z1"),
            Map.entry("HostedZoneId", "Z1"),
            Map.entry("AddFirewall", "true"));

    private final String text;
    private final Template template;
    private final Evaluator evaluator;

    private Declared(Path file, Map<String, String> wanted) {
        this.text = read(file);
        this.template = Template.read(file);
        Map<String, String> parameters = new LinkedHashMap<>(REQUIRED);
        parameters.putAll(wanted);
        parameters.keySet().retainAll(template.parameterNames());
        this.evaluator = new Evaluator(
                template,
                new StackIdentity("cloudfront-manager", "us-east-1", "123456789012"),
                parameters,
                References.byName());
    }

    /** With the parameters' defaults. */
    static Declared plain(Path file) {
        return new Declared(file, Map.of());
    }

    /** With everything that may be added. */
    static Declared withEverything(Path file) {
        return new Declared(file, EVERYTHING);
    }

    /** The file's text. */
    String text() {
        return text;
    }

    /** Every resource that exists under the parameters. */
    List<Resource> resources() {
        return evaluator.resources().stream()
                .map(written -> new Resource(written, evaluator.properties(written)))
                .toList();
    }

    /** The resources of a type. */
    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.written().type().equals(type))
                .toList();
    }

    /**
     * One resource.
     *
     * @param written as the template has it
     * @param properties its evaluated properties
     */
    record Resource(TemplateResource written, Properties properties) {
        String id() {
            return written.logicalId();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
