// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The checksum algorithms of S3, by the names it uses.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">supported
 *     algorithms</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum ChecksumAlgorithm {
    CRC32(bytes -> crc(new CRC32(), bytes)),
    CRC32C(bytes -> crc(new CRC32C(), bytes)),
    CRC64NVME(bytes ->
            ByteBuffer.allocate(Long.BYTES).putLong(Crc64Nvme.of(bytes)).array()),
    SHA1(Digests::sha1),
    SHA256(Digests::sha256);

    private final Function<byte[], byte[]> digest;

    ChecksumAlgorithm(Function<byte[], byte[]> digest) {
        this.digest = digest;
    }

    /** The algorithm of that name, in any case. */
    static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** {@code x-amz-checksum-crc32} and so on. */
    String header() {
        return "x-amz-checksum-" + wireName();
    }

    /** The element of S3's documents: {@code ChecksumCRC32} and so on. */
    String element() {
        return "Checksum" + name();
    }

    /** How S3's messages spell it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the checksum of a whole can be made from those of its parts. */
    boolean isCrc() {
        return name().startsWith("CRC");
    }

    /** The checksum of a whole body. */
    dev.cfmanager.awstwin.s3.Checksum of(byte[] bytes) {
        return new dev.cfmanager.awstwin.s3.Checksum(
                this, Base64.getEncoder().encodeToString(digest.apply(bytes)), "FULL_OBJECT");
    }

    private static byte[] crc(Checksum crc, byte[] bytes) {
        crc.update(bytes, 0, bytes.length);
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }
}
