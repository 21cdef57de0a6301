package io.gatecast.streams.process;

import org.apache.kafka.streams.processor.TaskId;

/**
 * Is told what is done to series. What is told may belong to a transaction that is aborted later; then the same is told again.
 */
@FunctionalInterface
public interface SeriesWatch {
    /** Is not interested. */
    SeriesWatch NONE = task -> OfTask.NONE;

    /**
     * A task begins to forecast its series.
     *
     * @param task the task
     * @return is told what the task does, by its thread
     */
    OfTask open(TaskId task);

    /** Is told what one task does, by one thread. */
    interface OfTask extends AutoCloseable {
        /** Is not interested. */
        OfTask NONE = new OfTask() {
            @Override
            public void issued(String key, Issued issued) {}

            @Override
            public void removed(String key) {}

            @Override
            public void close() {}
        };

        /**
         * A series took a step.
         *
         * @param key series key
         * @param issued what was made of the step
         */
        void issued(String key, Issued issued);

        /**
         * A series was removed.
         *
         * @param key series key
         */
        void removed(String key);

        /** The task forecasts its series no more; they may go on elsewhere. */
        @Override
        void close();
    }
}
