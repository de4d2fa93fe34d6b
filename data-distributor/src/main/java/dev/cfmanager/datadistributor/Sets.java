// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.datadistributor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cfmanager.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which sets are kept, and which of them readers get.
 *
 * @param at bucket and prefix they are kept under
 * @param live id of the set that readers were given last; empty before the first switch
 * @param previous id of the one before
 * @param withdrawn id of the set that readers were taken back from: its files are not published again by themselves
 * @param all every set of which something may be there, also those that were begun and never finished
 */
record Sets(
        String at, Optional<String> live, Optional<String> previous, Optional<String> withdrawn, List<DataSet> all) {
    /**
     * How long a set stays after readers were given another one. CloudFront's locations take the new function over one by
     * one, and a page may be loading its second file still.
     */
    static final Duration KEPT = Duration.ofHours(1);

    Sets {
        all = List.copyOf(all);
    }

    static Sets none(String at) {
        return new Sets(at, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The set that readers were given last. */
    Optional<DataSet> current() {
        return live.flatMap(this::find);
    }

    Optional<DataSet> find(String id) {
        return all.stream().filter(set -> set.id().equals(id)).findFirst();
    }

    /** With a set that is about to be made. */
    Sets with(DataSet begun) {
        return new Sets(
                at,
                live,
                previous,
                withdrawn,
                Stream.concat(all.stream().filter(set -> !set.id().equals(begun.id())), Stream.of(begun))
                        .toList());
    }

    /** After readers were given a set instead of another one, which becomes the previous one. */
    Sets switched(String id, Optional<String> replaced, Instant now) {
        Optional<String> before = replaced.filter(other -> find(other).isPresent())
                .or(() -> live)
                .filter(other -> !other.equals(id))
                .or(() -> previous.filter(other -> !other.equals(id)));
        List<DataSet> kept = new ArrayList<>();
        for (DataSet set : all) {
            boolean wasLive = replaced.filter(set.id()::equals).isPresent()
                    || live.filter(set.id()::equals).isPresent();
            kept.add(wasLive || set.id().equals(id) ? set.at(now) : set);
        }
        return new Sets(at, Optional.of(id), before, live.filter(id::equals).flatMap(same -> withdrawn), kept);
    }

    /** After readers were taken back to the set before. */
    Sets rolledBack(String id, Instant now) {
        Sets back = switched(id, Optional.empty(), now);
        return new Sets(at, back.live, back.previous, live, back.all);
    }

    /** Whether readers were taken back from a set of just these files. */
    boolean isWithdrawn(Map<String, String> etags) {
        return withdrawn
                .flatMap(this::find)
                .filter(set -> set.etags().equals(etags))
                .isPresent();
    }

    /** The sets that nobody reads any more: neither live nor the one before, nor either within the last hour. */
    List<DataSet> outdated(Instant now) {
        return all.stream()
                .filter(set -> live.filter(set.id()::equals).isEmpty())
                .filter(set -> previous.filter(set.id()::equals).isEmpty())
                .filter(set -> set.since().isBefore(now.minus(KEPT)))
                .toList();
    }

    Sets without(List<DataSet> removed) {
        return new Sets(
                at,
                live,
                previous,
                withdrawn,
                all.stream().filter(set -> !removed.contains(set)).toList());
    }

    static Sets of(ObjectNode document) {
        return new Sets(
                document.path("at").asText(),
                Optional.ofNullable(document.path("live").textValue()),
                Optional.ofNullable(document.path("previous").textValue()),
                Optional.ofNullable(document.path("withdrawn").textValue()),
                document.path("sets").valueStream().map(DataSet::of).toList());
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("at", at);
        live.ifPresent(id -> json.put("live", id));
        previous.ifPresent(id -> json.put("previous", id));
        withdrawn.ifPresent(id -> json.put("withdrawn", id));
        ArrayNode sets = json.putArray("sets");
        all.forEach(set -> sets.add(set.toJson()));
        return json;
    }
}
