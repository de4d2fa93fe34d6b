// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3;

import dev.cfmanager.awstwin.kernel.AwsError;
import dev.cfmanager.awstwin.kernel.Store;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;

/** Multipart uploads in progress, ordered by bucket, key and beginning, and their parts. Thread-safe. */
final class UploadStore {
    private final MVMap<String, Upload> uploads;
    private final MVMap<String, Part> parts;
    private final MVMap<String, byte[]> bodies;

    UploadStore(Store store) {
        this.uploads = store.map("s3.uploads");
        this.parts = store.map("s3.parts");
        this.bodies = store.map("s3.part-bodies");
    }

    synchronized void begin(Upload upload) {
        uploads.put(place(upload), upload);
    }

    /**
     * The upload of that id.
     *
     * @throws AwsError {@code NoSuchUpload}
     */
    Upload get(String bucket, String key, String id) {
        String start = Keys.of(bucket, key);
        Iterator<Upload> ofKey = Ranges.values(uploads, start, Keys.behind(start));
        while (ofKey.hasNext()) {
            Upload upload = ofKey.next();
            if (upload.id().equals(id)) {
                return upload;
            }
        }
        throw new AwsError(
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
                        + "completed.",
                Map.of("UploadId", id));
    }

    /** The uploads of a bucket from a place on, by key and beginning. A snapshot. */
    Iterator<Upload> from(String bucket, String place) {
        return Ranges.values(uploads, place, Keys.behind(bucket + "/"));
    }

    /** Adds a part, or replaces the one of that number, if the upload is still in progress. */
    synchronized void put(Upload upload, Part part, byte[] body) {
        get(upload.bucket(), upload.key(), upload.id());
        parts.put(place(upload, part.number()), part);
        bodies.put(place(upload, part.number()), body);
    }

    /** The parts so far, by number. */
    List<Part> parts(Upload upload) {
        List<Part> found = new ArrayList<>();
        String start = upload.id() + "/";
        Ranges.values(parts, start, Keys.behind(start)).forEachRemaining(found::add);
        return found;
    }

    /** The bytes of a part. */
    byte[] body(Upload upload, Part part) {
        byte[] body = bodies.get(place(upload, part.number()));
        return body == null ? new byte[0] : body;
    }

    /**
     * Forgets an upload and its parts.
     *
     * @throws AwsError {@code NoSuchUpload} when somebody else was faster
     */
    synchronized void end(Upload upload) {
        get(upload.bucket(), upload.key(), upload.id());
        uploads.remove(place(upload));
        for (Part part : parts(upload)) {
            parts.remove(place(upload, part.number()));
            bodies.remove(place(upload, part.number()));
        }
    }

    /** Forgets all uploads of a bucket. */
    synchronized void endAll(String bucket) {
        from(bucket, bucket + "/").forEachRemaining(this::end);
    }

    /** The first place behind an upload. */
    static String behind(Upload upload) {
        return place(upload) + '\0';
    }

    private static String place(Upload upload) {
        return Keys.of(upload.bucket(), upload.key())
                + String.format("%016x", upload.initiated().toEpochMilli())
                + upload.id();
    }

    private static String place(Upload upload, int number) {
        return upload.id() + "/" + String.format("%05d", number);
    }
}
