package io.gatecast.core.recurrent;

/** The recurrent cells a model can be built from. */
public enum CellKind {
    /** Gated recurrent unit, see {@link GruCell}. */
    GRU {
        @Override
        public RecurrentCell create(ResetVariant reset, int inputSize, int hiddenSize) {
            return new GruCell(reset, inputSize, hiddenSize);
        }
    },
    /** Long short-term memory, see {@link LstmCell}. */
    LSTM {
        @Override
        public RecurrentCell create(ResetVariant reset, int inputSize, int hiddenSize) {
            return new LstmCell(inputSize, hiddenSize);
        }
    },
    /** Plain recurrent network, see {@link RnnCell}. */
    RNN {
        @Override
        public RecurrentCell create(ResetVariant reset, int inputSize, int hiddenSize) {
            return new RnnCell(inputSize, hiddenSize);
        }
    },
    /** Minimal gated unit, see {@link MguCell}. */
    MGU {
        @Override
        public RecurrentCell create(ResetVariant reset, int inputSize, int hiddenSize) {
            return new MguCell(inputSize, hiddenSize);
        }
    };

    /**
     * Creates a cell of this kind with all parameters zero.
     *
     * @param reset where a GRU applies its reset gate; the other cells have none and ignore it
     * @param inputSize length of the input, at least 1
     * @param hiddenSize length of the hidden state, at least 1
     * @return the cell
     */
    public abstract RecurrentCell create(ResetVariant reset, int inputSize, int hiddenSize);
}
