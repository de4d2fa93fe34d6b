// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.cloudfront;

import dev.cfmanager.awstwin.acm.Certificates;
import dev.cfmanager.awstwin.kernel.XmlElement;
import dev.cfmanager.awstwin.lambda.EdgeFunctions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells ACM and Lambda what distributions use, which decides whether those let a certificate or function go. */
final class Attachments {
    private final Certificates certificates;
    private final EdgeFunctions lambda;

    Attachments(Certificates certificates, EdgeFunctions lambda) {
        this.certificates = certificates;
        this.lambda = lambda;
    }

    /** Notes a distribution's change from one configuration to another; null where it did not or does not exist. */
    void change(String distributionArn, @Nullable XmlElement before, @Nullable XmlElement after) {
        Set<String> oldCertificates = certificates(before);
        Set<String> newCertificates = certificates(after);
        minus(newCertificates, oldCertificates).forEach(arn -> certificates.use(arn, distributionArn));
        minus(oldCertificates, newCertificates).forEach(arn -> certificates.release(arn, distributionArn));
        Set<String> oldFunctions = functions(before);
        Set<String> newFunctions = functions(after);
        minus(newFunctions, oldFunctions).forEach(arn -> lambda.replicate(arn, distributionArn));
        minus(oldFunctions, newFunctions).forEach(arn -> lambda.withdraw(arn, distributionArn));
    }

    private static Set<String> certificates(@Nullable XmlElement config) {
        String arn = config == null ? "" : config.textAt("ViewerCertificate", "ACMCertificateArn");
        return arn.isEmpty() ? Set.of() : Set.of(arn);
    }

    private static Set<String> functions(@Nullable XmlElement config) {
        Set<String> arns = new LinkedHashSet<>();
        if (config != null) {
            Behaviors.of(config).forEach(behavior -> behavior.itemsAt("LambdaFunctionAssociations")
                    .forEach(association -> arns.add(association.textAt("LambdaFunctionARN"))));
        }
        return arns;
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> left = new LinkedHashSet<>(all);
        left.removeAll(without);
        return left;
    }
}
