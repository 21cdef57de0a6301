package io.gatecast.streams.encode;

import io.gatecast.core.Forecast;
import io.gatecast.core.artifact.Artifact;
import io.gatecast.core.ledger.GroupRecord;
import io.gatecast.schema.LedgerCoverage;
import io.gatecast.schema.LedgerEntry;
import io.gatecast.schema.LedgerGroup;
import java.util.ArrayList;
import java.util.List;

/** Turns what the ledger says of a series into records of the output contract. Safe for use by many threads. */
public final class LedgerEncoder {
    private final String modelId;

    /**
     * Creates an encoder.
     *
     * @param artifact the model that makes the forecasts
     */
    public LedgerEncoder(Artifact artifact) {
        modelId = artifact.id();
    }

    /**
     * Makes a record of how the forecasts of a target have done; groups without an outcome yet are left out.
     *
     * @param key series key
     * @param forecast the latest forecast of the target, whose series has not been stepped since
     * @return the record, which keeps nothing of the forecast
     */
    public LedgerEntry encode(String key, Forecast forecast) {
        List<LedgerGroup> groups = new ArrayList<>();
        List<LedgerCoverage> coverages = new ArrayList<>();
        for (GroupRecord group : forecast.ledger()) {
            if (group.outcomes() > 0) {
                groups.add(group(group));
                add(coverages, group, group.innerLevel(), group.innerCoverage());
                add(coverages, group, group.outerLevel(), group.outerCoverage());
            }
        }
        return LedgerEntry.newBuilder()
                .setKey(key)
                .setTimestampMs(forecast.issuedAtMs())
                .setTarget(forecast.target())
                .setModelId(modelId)
                .setStepCount(forecast.steps())
                .setGroups(groups)
                .setCoverages(coverages)
                .build();
    }

    private static LedgerGroup group(GroupRecord group) {
        return LedgerGroup.newBuilder()
                .setFromStep(group.fromStep())
                .setToStep(group.toStep())
                .setJudgedStep(group.judgedStep())
                .setOutcomes(group.outcomes())
                .setIssuedError(group.issuedError())
                .setModelError(group.modelError())
                .setNaiveError(group.naiveError())
                .setSeasonalError(group.seasonalError())
                .setSeason(group.season())
                .setSkill(group.skill())
                .setFallbackShare(group.share())
                .build();
    }

    private static void add(List<LedgerCoverage> coverages, GroupRecord group, double stated, double realised) {
        if (!Double.isNaN(realised)) {
            coverages.add(new LedgerCoverage(group.judgedStep(), stated, realised));
        }
    }
}
