// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local.gateway;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;

/** The function behind a route. */
@FunctionalInterface
public interface Integration {

    /**
     * Runs the function.
     *
     * @param event the proxy event, JSON bytes
     * @return Lambda's HTTP answer: the payload, with {@code X-Amz-Function-Error} when the function failed
     * @throws IOException when Lambda cannot be reached
     */
    TwinResponse invoke(byte[] event) throws IOException;
}
