package io.gatecast.streams.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;

/** JSON as it is written and read here: what is not a number is null. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new SimpleModule()
                    .addSerializer(Double.class, new OfDouble())
                    .addSerializer(double.class, new OfDouble())
                    .addSerializer(double[].class, new OfDoubles())
                    .addSerializer(new OfOptional())
                    .addDeserializer(double.class, new ToDouble()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static void write(double number, JsonGenerator out) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull();
        }
    }

    private static final class OfDouble extends StdSerializer<Double> {
        private static final long serialVersionUID = 1L;

        OfDouble() {
            super(Double.class);
        }

        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider) throws IOException {
            write(number, out);
        }
    }

    private static final class OfDoubles extends StdSerializer<double[]> {
        private static final long serialVersionUID = 1L;

        OfDoubles() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] numbers, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (double number : numbers) {
                write(number, out);
            }
            out.writeEndArray();
        }
    }

    private static final class OfOptional extends StdSerializer<Optional<?>> {
        private static final long serialVersionUID = 1L;

        OfOptional() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                provider.defaultSerializeValue(value.get(), out);
            } else {
                out.writeNull();
            }
        }
    }

    private static final class ToDouble extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        ToDouble() {
            super(double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }
}
