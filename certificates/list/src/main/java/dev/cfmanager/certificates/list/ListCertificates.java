// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.certificates.list;

import dev.cfmanager.certificates.CertificateArn;
import dev.cfmanager.certificates.CertificateErrors;
import dev.cfmanager.certificates.CertificateReader;
import dev.cfmanager.common.aws.Deadline;
import dev.cfmanager.common.config.ExecutionEnvironment;
import dev.cfmanager.common.dynamo.Page;
import dev.cfmanager.common.dynamo.PageRequest;
import dev.cfmanager.common.error.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.SortBy;
import software.amazon.awssdk.services.acm.model.SortOrder;

/**
 * Lists the issued certificates that CloudFront can use, each with its details, of which at most {@value #IN_FLIGHT} are
 * asked for at the same time. What ACM does not tell before the request must be answered is listed without.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html">ListCertificates</a>
 */
final class ListCertificates {
    /** ACM takes ten DescribeCertificate a second; <a href="https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html">quotas</a>. */
    static final int IN_FLIGHT = 10;

    /**
     * ACM lists only RSA 1024 and 2048 unless asked for more.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">Keys that CloudFront takes</a>
     */
    private static final List<KeyAlgorithm> KEYS = List.of(
            KeyAlgorithm.RSA_1024,
            KeyAlgorithm.RSA_2048,
            KeyAlgorithm.RSA_3072,
            KeyAlgorithm.RSA_4096,
            KeyAlgorithm.EC_PRIME256_V1);

    private final AcmClient acm;
    private final CertificateReader reader;

    ListCertificates(ExecutionEnvironment environment) {
        this.acm = environment.aws().acm();
        this.reader = new CertificateReader(environment);
    }

    /**
     * A page of certificates, the newest first.
     *
     * @throws OperationException VALIDATION_ERROR for a token that is not of this list
     */
    Page<ListedCertificate> run(PageRequest page) {
        List<CertificateSummary> summaries = new ArrayList<>();
        @Nullable String token = page.token().map(AcmToken::read).orElse(null);
        do {
            ListCertificatesResponse read = list(token, page.limit() - summaries.size());
            summaries.addAll(read.certificateSummaryList());
            token = read.nextToken();
        } while (token != null && summaries.size() < page.limit());
        return new Page<>(detailed(summaries), Optional.ofNullable(token).map(AcmToken::write));
    }

    private ListCertificatesResponse list(@Nullable String token, int most) {
        return CertificateErrors.RULES.call(
                () -> acm.listCertificates(list -> list.certificateStatuses(CertificateStatus.ISSUED)
                        .includes(filters -> filters.keyTypes(KEYS))
                        .sortBy(SortBy.CREATED_AT)
                        .sortOrder(SortOrder.DESCENDING)
                        .maxItems(most)
                        .nextToken(token)));
    }

    /** In the order of the summaries. The threads live as long as this call: a snapshot never holds one. */
    private List<ListedCertificate> detailed(List<CertificateSummary> summaries) {
        if (summaries.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(IN_FLIGHT, summaries.size()), work -> {
            Thread thread = new Thread(work, "describe-certificate");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<ListedCertificate>> reads = new ArrayList<>();
            summaries.forEach(summary -> reads.add(Deadline.carry(() -> detailed(summary))));
            List<Future<ListedCertificate>> done =
                    threads.invokeAll(reads, Deadline.left().toMillis(), TimeUnit.MILLISECONDS);
            List<ListedCertificate> certificates = new ArrayList<>();
            for (int i = 0; i < done.size(); i++) {
                certificates.add(outcome(done.get(i), summaries.get(i)));
            }
            return certificates;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while certificates were read", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private ListedCertificate detailed(CertificateSummary summary) {
        try {
            return ListedCertificate.of(reader.read(new CertificateArn(summary.certificateArn())));
        } catch (OperationException failure) {
            return ListedCertificate.of(summary, failure.text());
        }
    }

    private static ListedCertificate outcome(Future<ListedCertificate> done, CertificateSummary summary)
            throws InterruptedException {
        try {
            return done.get();
        } catch (CancellationException late) {
            return ListedCertificate.of(
                    summary, "ACM did not tell the details in time; ask for this certificate alone, or for fewer.");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a certificate could not be read", failed);
        }
    }
}
