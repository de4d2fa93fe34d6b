// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.edge;

/**
 * Who asks the edge, and from where.
 *
 * @param https whether the viewer came over HTTPS
 * @param country ISO 3166-1 alpha-2 code of the viewer's country
 * @param edgeRegion the AWS Region of the regional cache near the viewer, where Lambda@Edge functions run
 * @param address the viewer's IP address
 */
public record Viewer(boolean https, String country, String edgeRegion, String address) {
    private static final Viewer NEARBY = new Viewer(true, "US", "us-east-1", "198.51.100.7");

    /** A viewer in the US, over HTTPS, near {@code us-east-1}. */
    public static Viewer nearby() {
        return NEARBY;
    }

    /** This viewer near another regional cache. */
    public Viewer near(String region) {
        return new Viewer(https, country, region, address);
    }

    /** This viewer over plain HTTP. */
    public Viewer overHttp() {
        return new Viewer(false, country, edgeRegion, address);
    }

    /** This viewer in another country. */
    public Viewer from(String newCountry) {
        return new Viewer(https, newCountry, edgeRegion, address);
    }
}
