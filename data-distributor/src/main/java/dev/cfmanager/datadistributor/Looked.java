// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import dev.cfmanager.datadistributor.SourceFiles.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A file as it was found, and how long looking took: what others took in between is not its own. */
record Looked(String file, Optional<Published> live, Verdict verdict, Duration took) {

    Looked as(Verdict other) {
        return new Looked(file, live, other, took);
    }

    /** The version that is fit or live. */
    SourceFiles.Source source() {
        if (verdict instanceof Verdict.Live) {
            return ((Verdict.Live) verdict).source();
        }
        return verdict instanceof Verdict.Begun
                ? ((Verdict.Begun) verdict).source()
                : ((Verdict.Good) verdict).source();
    }

    FileResult unchanged(Publisher publisher) {
        return result(FileResult.State.UNCHANGED, publisher.destination(file));
    }

    FileResult failed(Unfit why) {
        return FileResult.failed(file, why, took);
    }

    FileResult result(FileResult.State state, String destination) {
        return new FileResult(file, state, destination, "", took);
    }

    /** Those that are fit and not live. */
    static List<Looked> changed(List<Looked> files) {
        return files.stream()
                .filter(looked -> !(looked.verdict() instanceof Verdict.Live))
                .toList();
    }

    /** Names of those that are not fit. */
    static List<String> bad(List<Looked> files) {
        return files.stream()
                .filter(looked -> looked.verdict() instanceof Verdict.Bad)
                .map(Looked::file)
                .toList();
    }

    /** The files as the set has them that was begun; empty when one of its versions is neither live nor kept. */
    static Optional<List<Looked>> asBegun(List<Looked> latest, Plan begun) {
        List<Looked> files = latest.stream()
                .flatMap(looked -> looked.asBegun(begun).stream())
                .toList();
        return files.size() == latest.size() ? Optional.of(files) : Optional.empty();
    }

    private Optional<Looked> asBegun(Plan begun) {
        Optional<SourceFiles.Source> source = begun.source(file);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        String etag = source.get().etag();
        Optional<Published> same =
                live.filter(published -> published.sourceEtag().equals(etag));
        if (same.isPresent()) {
            return Optional.of(as(new Verdict.Live(same.get(), source.get())));
        }
        if (verdict instanceof Verdict.Good
                && ((Verdict.Good) verdict).source().etag().equals(etag)) {
            return Optional.of(this);
        }
        return source.get().versionId().map(id -> as(new Verdict.Begun(source.get())));
    }
}
