// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.distributions.config;

/** One concern of making a configuration ready: brings it into shape, or notes what is wrong, or both. */
@FunctionalInterface
interface ConfigRule {

    /** Works on the draft; members it finds have the types of CloudFront's model. */
    void apply(ConfigDraft draft);
}
