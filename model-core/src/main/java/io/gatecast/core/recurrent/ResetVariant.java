package io.gatecast.core.recurrent;

/** Where a GRU applies its reset gate. */
public enum ResetVariant {
    /**
     * Before the recurrent product: {@code h̃ = tanh(W_h·x + U_h·(r ⊙ h) + b_h)}. Cho 2014; Keras {@code
     * reset_after=False}; ONNX {@code linear_before_reset=0}.
     */
    RESET_BEFORE,
    /**
     * After the recurrent product: {@code h̃ = tanh(W_h·x + b_h + r ⊙ (U_h·h + c_h))}. PyTorch, cuDNN; Keras default;
     * ONNX {@code linear_before_reset=1}.
     */
    RESET_AFTER
}
