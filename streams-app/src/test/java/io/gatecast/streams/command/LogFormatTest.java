package io.gatecast.streams.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    @Test
    void shouldWriteOneObjectPerLineIfAskedTo() throws JoranException, IOException {
        String written = written("json", "four\nlines", new IOException("why"));

        assertThat(written.lines()).hasSize(1);
        JsonNode line = new JsonMapper().readTree(written);
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("io.gatecast.test");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("3 of four\nlines");
        assertThat(line.path("throwable").path("message").asText()).isEqualTo("why");
    }

    @Test
    void shouldWritePlainLinesOtherwise() throws JoranException {
        assertThat(written("text", "four", null)).matches("\\S+Z WARN  \\[[^]]+] io.gatecast.test: 3 of four\\R");
    }

    /** What the product's own log settings make of a message. */
    @SuppressWarnings("unchecked")
    private static String written(String format, String what, Throwable failure) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.putProperty("GATECAST_LOG_FORMAT", format);
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
        Logger logger = context.getLogger("io.gatecast.test");
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        Object[] arguments = {3, what};
        LoggingEvent event =
                new LoggingEvent(Logger.class.getName(), logger, Level.WARN, "{} of {}", failure, arguments);
        return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
