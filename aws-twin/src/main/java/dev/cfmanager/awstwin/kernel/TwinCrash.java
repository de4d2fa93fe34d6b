// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.kernel;

/** What a scripted crash throws at the caller: an {@link Error}, so that no retry and no catch clause survives it. */
public final class TwinCrash extends Error {
    private static final long serialVersionUID = 1L;

    /** A crash at the named point. */
    public TwinCrash(String where) {
        super("scripted crash " + where, null, false, false);
    }
}
