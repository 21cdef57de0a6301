package io.gatecast.streams.plant;

/** What a healthy sensor shows, one step after the other; draws its noise from the source it was made with. */
sealed interface Signal
        permits TemperatureSignal, FlowSignal, VibrationSignal, PowerSignal, PressureSignal, CountSignal, LevelSignal {

    /** Returns the value at the next moment, in the sensor's unit. */
    double next(long timestampMs);

    /** Returns the size of the usual ups and downs, in the sensor's unit, positive; faults are sized by it. */
    double span();
}
