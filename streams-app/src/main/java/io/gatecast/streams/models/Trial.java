package io.gatecast.streams.models;

import io.gatecast.core.artifact.Artifact;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * A candidate as it runs.
 *
 * @param artifact the model
 * @param share share of the series it runs on, in (0, 1]
 * @param serves whether its forecasts are issued for those series
 */
public record Trial(Artifact artifact, double share, boolean serves) {
    /** Keeps the choice apart from that of the partition, which hashes the key alone. */
    private static final String SALT = "candidate/";

    /**
     * Whether the candidate runs on a series: decided by a hash of the key, so that every instance decides alike, and a larger
     * share has all series of a smaller one.
     *
     * @param key series key
     * @return true if it does
     */
    public boolean includes(String key) {
        int hash = Utils.toPositive(Utils.murmur2((SALT + key).getBytes(StandardCharsets.UTF_8)));
        return hash < share * (1L << 31);
    }
}
