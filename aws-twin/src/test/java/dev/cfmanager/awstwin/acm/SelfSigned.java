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
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;

/** A certificate and its key, made by the JDK's own keytool when a test needs them: no key lies in the repository. */
record SelfSigned(SdkBytes certificate, SdkBytes privateKey) {
    private static final String PASSWORD = "changeit";

    /** Valid from 2020 for that many days, with a key as keytool spells it ({@code RSA}, {@code EC}). */
    static SelfSigned make(Path folder, String domain, String keyAlgorithm, int keySize, int days) {
        Path store = folder.resolve(domain + keyAlgorithm + ".p12");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
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
                            store.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
            }
            return read(store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
}
