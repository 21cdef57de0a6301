package io.gatecast.streams.operate;

import org.apache.kafka.common.TopicPartition;

/**
 * A transaction that a partition's leader has neither seen committed nor aborted. Readers of committed records get no further
 * than its first record.
 *
 * @param partition the partition
 * @param producer id of the producer
 * @param epoch its epoch
 * @param start offset of the transaction's first record there
 */
record OpenTransaction(TopicPartition partition, long producer, int epoch, long start) {
    @Override
    public String toString() {
        return "a transaction of producer %d (epoch %d) on %s, open since offset %d"
                .formatted(producer, epoch, partition, start);
    }
}
