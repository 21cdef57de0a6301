package io.gatecast.core.train;

/** Hears how training goes and may end it early. */
public interface TrainingProgress {
    /**
     * A setting was decided.
     *
     * @param name name of the setting
     * @param value its value as text
     * @param why given by the user, or what in the data spoke for it
     */
    void setting(String name, String value, String why);

    /**
     * An epoch is over. Epoch 0 is the linear start.
     *
     * @param epoch number of the epoch
     * @param epochs number of epochs at most
     * @param trainingLoss mean pinball loss over the epoch, scaled units
     * @param validationLoss mean pinball loss on the validation part, scaled units
     * @param best whether this is the best model so far
     */
    void epoch(int epoch, int epochs, double trainingLoss, double validationLoss, boolean best);

    /**
     * Whether to stop now and keep the best model so far. Asked between updates.
     *
     * @return true to stop
     */
    boolean stopRequested();

    /** Hears nothing and never stops. */
    TrainingProgress SILENT = new TrainingProgress() {
        @Override
        public void setting(String name, String value, String why) {}

        @Override
        public void epoch(int epoch, int epochs, double trainingLoss, double validationLoss, boolean best) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    };
}
