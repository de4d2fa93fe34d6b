// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.awstwin.s3.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation.
 *
 * @param address first address, 4 or 16 bytes
 * @param prefix leading bits that all its addresses share
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
record AddressRange(byte[] address, int prefix) {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Parses {@code 192.0.2.0/24}, {@code 192.0.2.1}, {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash));
        int bits = address.length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("no CIDR: " + text);
        }
        return new AddressRange(address, prefix);
    }

    /** Whether the address lies in the range; both as text. */
    static boolean contains(String range, String address) {
        AddressRange network = parse(range);
        byte[] candidate = literal(address);
        if (candidate.length != network.address.length) {
            return false;
        }
        for (int bit = 0; bit < network.prefix; bit++) {
            int mask = 0x80 >>> (bit % 8);
            if ((candidate[bit / 8] & mask) != (network.address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether S3 calls a range so wide public: more than {@code /8} of IPv4 or {@code /32} of IPv6. */
    boolean isPublic() {
        return prefix < (address.length == 4 ? 8 : 32);
    }

    private static byte[] literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException("no address: " + text); // a name would be looked up
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }
}
