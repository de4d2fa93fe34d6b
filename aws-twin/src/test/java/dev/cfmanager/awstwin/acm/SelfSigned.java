// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.acm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Certificates and their keys, made by the JDK's own keytool once per process, when the first test needs one: no key lies
 * in the repository. All are valid from 2020.
 */
record SelfSigned(SdkBytes certificate, SdkBytes privateKey) {
    private static final String PASSWORD = "changeit";
    private static final int PATIENCE_SECONDS = 60;
    private static final int CENTURY = 36_500;

    /** For {@code rsa.example.com}, with an RSA key of 2048 bits; valid for a century. */
    static final SelfSigned RSA;

    /** For {@code ec.example.com}, with a P-256 key; valid for a century. */
    static final SelfSigned EC;

    /** For {@code old.example.com}, with a P-256 key; valid for a year. */
    static final SelfSigned EXPIRED;

    static {
        // Three processes at once: each takes a second or more, most of it to start.
        Keytool rsa = Keytool.start("rsa.example.com", "RSA", 2048, CENTURY);
        Keytool ec = Keytool.start("ec.example.com", "EC", 256, CENTURY);
        Keytool old = Keytool.start("old.example.com", "EC", 256, 365);
        RSA = rsa.end();
        EC = ec.end();
        EXPIRED = old.end();
    }

    private static SelfSigned read(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        return new SelfSigned(
                pem("CERTIFICATE", keys.getCertificate("one").getEncoded()),
                pem("PRIVATE KEY", keys.getKey("one", PASSWORD.toCharArray()).getEncoded()));
    }

    private static SdkBytes pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return SdkBytes.fromUtf8String("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    /** A keytool at work, which writes a key store into a folder of its own. */
    private record Keytool(Process process, Path folder) {

        /** Begins a certificate, with a key as keytool spells it ({@code RSA}, {@code EC}), valid for that many days. */
        static Keytool start(String domain, String keyAlgorithm, int keySize, int days) {
            try {
                Path folder = Files.createTempDirectory("keytool");
                List<String> command = List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        "one",
                        "-keyalg",
                        keyAlgorithm,
                        "-keysize",
                        String.valueOf(keySize),
                        "-dname",
                        "CN=" + domain,
                        "-ext",
                        "san=dns:" + domain + ",dns:www." + domain,
                        "-startdate",
                        "2020/01/01 00:00:00",
                        "-validity",
                        String.valueOf(days),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store(folder).toString());
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log(folder).toFile())
                        .start();
                return new Keytool(process, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        SelfSigned end() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException(Files.readString(log(folder)));
                }
                SelfSigned made = read(store(folder));
                Files.delete(store(folder));
                Files.delete(log(folder));
                Files.delete(folder);
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Path store(Path folder) {
            return folder.resolve("store.p12");
        }

        private static Path log(Path folder) {
            return folder.resolve("keytool.log");
        }
    }
}
