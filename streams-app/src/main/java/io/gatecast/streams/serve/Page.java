package io.gatecast.streams.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;

/** The files of the web page: these and no others, read once. */
final class Page {
    /** Everything comes from here, nothing runs that is not in a file, and nobody may put the page into a frame. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String UPLOT_POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private record File(String type, byte[] bytes) {}

    private final Map<String, File> files = new LinkedHashMap<>();

    Page() {
        add("/", "text/html; charset=utf-8", "/web/index.html");
        for (String script : new String[] {"app", "fleet", "series", "chart", "models", "topology", "live", "text"}) {
            add("/" + script + ".js", "text/javascript; charset=utf-8", "/web/" + script + ".js");
        }
        add("/style.css", "text/css; charset=utf-8", "/web/style.css");
        add("/icon.svg", "image/svg+xml", "/web/icon.svg");
        add("/openapi.json", "application/json", "/web/openapi.json");
        String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/uPlot";
        add("/lib/uPlot.js", "text/javascript; charset=utf-8", uplot + ".esm.js");
        add("/lib/uPlot.css", "text/css; charset=utf-8", uplot + ".min.css");
    }

    private static String uplotVersion() {
        Properties pom = new Properties();
        try (InputStream in = Page.class.getResourceAsStream(UPLOT_POM)) {
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version");
    }

    private void add(String path, String type, String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + resource);
            }
            files.put(path, new File(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives every path and what answers it. */
    void forEach(BiConsumer<String, io.javalin.http.Handler> routes) {
        files.forEach((path, file) -> routes.accept(path, request -> write(request, file)));
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    private static void write(Context request, File file) {
        request.contentType(file.type()).header("Cache-Control", "no-cache").result(file.bytes());
    }
}
