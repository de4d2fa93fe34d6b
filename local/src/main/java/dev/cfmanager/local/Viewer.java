// SPDX-License-Identifier: Apache-2.0
package dev.cfmanager.local;

import dev.cfmanager.awstwin.kernel.TwinResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The root page for browsers: Swagger UI over the API's own OpenAPI document, signed in as whatever group one chooses.
 * Its files come from the WebJar on the class path, under {@code /_local/viewer/}.
 *
 * @see <a href="https://www.webjars.org/">WebJars</a>
 */
final class Viewer {
    static final String PREFIX = DevelopmentInterface.PREFIX + "viewer/";

    private static final String WEB_JAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> TYPES = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png");

    private final String folder = "META-INF/resources/webjars/swagger-ui/" + version() + "/";

    /** The page that shows the document at that path. */
    TwinResponse page(String document) {
        String html = new String(bytes("dev/cfmanager/local/index.html"), StandardCharsets.UTF_8);
        return new TwinResponse(
                200,
                Map.of("Content-Type", "text/html; charset=utf-8"),
                html.replace("${document}", document).getBytes(StandardCharsets.UTF_8));
    }

    /** One of the viewer's files; empty when the page needs no such file. */
    Optional<TwinResponse> file(String name) {
        return Optional.ofNullable(TYPES.get(name))
                .map(type -> new TwinResponse(200, Map.of("Content-Type", type), bytes(folder + name))
                        .with("Cache-Control", "max-age=3600"));
    }

    private static String version() {
        try (InputStream in = open(WEB_JAR)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = Viewer.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("there is no " + resource + " on the class path");
        }
        return in;
    }
}
