// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Optional;

/** The RSA key that signs tokens: made at the first start, kept in the data folder so that tokens outlive a restart. */
public final class SigningKey {
    private static final int BITS = 2048;
    private static final String FILE = "signing-key.json";

    private SigningKey() {}

    /**
     * The key of this data folder, or a passing one when there is none.
     *
     * @throws UncheckedIOException when the folder cannot be read or written
     */
    public static RSAKey of(Optional<Path> dataFolder) {
        try {
            if (dataFolder.isEmpty()) {
                return generate();
            }
            Path file = dataFolder.get().resolve(FILE);
            if (Files.exists(file)) {
                return RSAKey.parse(Files.readString(file));
            }
            RSAKey made = generate();
            write(file, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the signing key in " + dataFolder.orElseThrow(), e);
        } catch (ParseException e) {
            throw new UncheckedIOException(new IOException("the signing key in the data folder is damaged", e));
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java cannot make RSA keys", e);
        }
    }

    /** Only its owner may read it; moved into place whole, because a process may be killed at any moment. */
    private static void write(Path file, RSAKey key) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = folder.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(fresh, key.toJSONString(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
