package io.gatecast.core.imports;

import java.nio.ByteBuffer;

/** Floating-point formats of stored elements, all little-endian, and how they become float32. */
enum ElementType {
    FLOAT64(8) {
        @Override
        float read(ByteBuffer from, int at) {
            return (float) from.getDouble(at);
        }
    },
    FLOAT32(4) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getFloat(at);
        }
    },
    FLOAT16(2) {
        @Override
        float read(ByteBuffer from, int at) {
            return halfToFloat(from.getShort(at));
        }
    },
    BFLOAT16(2) {
        @Override
        float read(ByteBuffer from, int at) {
            return Float.intBitsToFloat(from.getShort(at) << 16);
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Reads the element at a byte offset of a little-endian buffer. */
    abstract float read(ByteBuffer from, int at);

    /** Java has this method from version 20 on. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int bits = exponent == 31 ? 0xFF << 23 : exponent + 112 << 23;
        return Float.intBitsToFloat(sign | bits | fraction << 13);
    }
}
