package io.gatecast.core.artifact;

import io.gatecast.core.Model;
import io.gatecast.core.kernel.ColumnMatrix;
import io.gatecast.core.kernel.Int8Matrix;
import io.gatecast.schema.Tensor;
import io.gatecast.schema.TensorEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** How a model file stores weights. Whatever it is, a model that is read calculates with float32. */
public enum WeightEncoding {
    /** Every weight as float32, without loss. */
    FLOAT32 {
        @Override
        public Model rounded(Model model) {
            return model;
        }

        @Override
        Tensor encode(String name, ColumnMatrix matrix) {
            return floatTensor(name, matrix);
        }
    },

    /** Weights as int8 with a float32 scale per row, biases as float32; see {@link Int8Matrix}. */
    INT8 {
        @Override
        public Model rounded(Model model) {
            return model.rounded();
        }

        @Override
        Tensor encode(String name, ColumnMatrix matrix) {
            if (!Int8Matrix.suits(matrix)) {
                return floatTensor(name, matrix);
            }
            requireFinite(name, matrix);
            Int8Matrix quantized = Int8Matrix.of(matrix);
            requireFinite(name, quantized.expand());
            return new Tensor(
                    name,
                    List.of(matrix.rows(), matrix.columns()),
                    ByteBuffer.wrap(quantized.toRowMajor()),
                    TensorEncoding.INT8,
                    bytes(quantized.scales()));
        }
    };

    /**
     * The model as it is after it has been stored so and read again.
     *
     * @param model a model
     * @return the model itself if nothing is lost, otherwise a copy
     */
    public abstract Model rounded(Model model);

    abstract Tensor encode(String name, ColumnMatrix matrix);

    /** Returns how a file stores weights, by its tensors. */
    static WeightEncoding of(List<Tensor> tensors) {
        return tensors.stream().anyMatch(tensor -> tensor.getEncoding() == TensorEncoding.INT8) ? INT8 : FLOAT32;
    }

    /** Returns how many elements a tensor holds, whatever it says about its shape. */
    static long elements(Tensor tensor) {
        return tensor.getData().remaining() / elementBytes(tensor);
    }

    /** Returns the weights of a tensor of which this shape is expected. */
    static ColumnMatrix decode(Tensor tensor, int rows, int columns, String place) {
        List<Integer> expected = List.of(rows, columns);
        int bytes = rows * columns * elementBytes(tensor);
        if (!expected.equals(tensor.getShape()) || tensor.getData().remaining() != bytes) {
            throw new ModelFormatException(tensor.getName() + ": expected " + expected + " in " + bytes
                    + " bytes, found " + tensor.getShape() + " in "
                    + tensor.getData().remaining() + " bytes, in "
                    + place);
        }
        boolean int8 = tensor.getEncoding() == TensorEncoding.INT8;
        int scaleBytes = int8 ? rows * Float.BYTES : 0;
        if (tensor.getScales().remaining() != scaleBytes) {
            throw new ModelFormatException(tensor.getName() + ": expected " + scaleBytes + " bytes of scales, found "
                    + tensor.getScales().remaining() + ", in " + place);
        }
        ColumnMatrix matrix = int8 ? int8Matrix(tensor, rows, columns) : floatMatrix(tensor, rows, columns);
        for (float value : matrix.toRowMajor()) {
            if (!Float.isFinite(value)) {
                throw new ModelFormatException(
                        tensor.getName() + ": weights must be finite, found " + value + ", in " + place);
            }
        }
        return matrix;
    }

    private static ColumnMatrix int8Matrix(Tensor tensor, int rows, int columns) {
        byte[] values = new byte[rows * columns];
        tensor.getData().duplicate().get(values);
        return Int8Matrix.ofRowMajor(rows, columns, values, floats(tensor.getScales(), rows))
                .expand();
    }

    private static ColumnMatrix floatMatrix(Tensor tensor, int rows, int columns) {
        return ColumnMatrix.ofRowMajor(rows, columns, floats(tensor.getData(), rows * columns));
    }

    private static Tensor floatTensor(String name, ColumnMatrix matrix) {
        requireFinite(name, matrix);
        return new Tensor(
                name,
                List.of(matrix.rows(), matrix.columns()),
                bytes(matrix.toRowMajor()),
                TensorEncoding.FLOAT32,
                ByteBuffer.allocate(0));
    }

    private static void requireFinite(String name, ColumnMatrix matrix) {
        for (float value : matrix.toRowMajor()) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(name + ": weights must be finite, found " + value);
            }
        }
    }

    private static int elementBytes(Tensor tensor) {
        return tensor.getEncoding() == TensorEncoding.INT8 ? 1 : Float.BYTES;
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return data;
    }

    private static float[] floats(ByteBuffer data, int count) {
        float[] values = new float[count];
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
