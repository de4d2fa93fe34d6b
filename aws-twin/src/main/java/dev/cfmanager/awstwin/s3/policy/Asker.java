// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

/**
 * The principal that a policy is asked about.
 *
 * @param kind what it is
 * @param account the account of an identity; empty for the others
 * @param name the identity's name, the service principal, or the id of the origin access identity; empty for anonymous
 * @param sourceArn on behalf of which resource a service asks; empty for the others
 */
public record Asker(Kind kind, String account, String name, String sourceArn) {

    /** What an asker can be. */
    public enum Kind {
        /** Nobody in particular. */
        ANONYMOUS,
        /** An AWS service. */
        SERVICE,
        /** A CloudFront origin access identity. */
        ORIGIN_ACCESS_IDENTITY,
        /** A user or role of an account. */
        IDENTITY
    }

    /** Somebody without credentials. */
    public static Asker anonymous() {
        return new Asker(Kind.ANONYMOUS, "", "", "");
    }

    /** An AWS service on behalf of a resource. */
    public static Asker service(String principal, String sourceArn) {
        return new Asker(Kind.SERVICE, "", principal, sourceArn);
    }

    /** The CloudFront origin access identity of that id. */
    public static Asker originAccessIdentity(String id) {
        return new Asker(Kind.ORIGIN_ACCESS_IDENTITY, "", id, "");
    }

    /** A user or role of that name. */
    public static Asker identity(String account, String name) {
        return new Asker(Kind.IDENTITY, account, name, "");
    }
}
