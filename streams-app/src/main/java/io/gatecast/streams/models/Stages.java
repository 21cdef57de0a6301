package io.gatecast.streams.models;

import io.gatecast.schema.ModelStages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which model forecasts, which ones did before, and which one is tried. A change gives new stages or an {@link
 * IllegalArgumentException} that says what forbids it.
 *
 * @param revision number of changes so far
 * @param champion id of the model that forecasts; empty if none was promoted
 * @param former ids of earlier champions, latest first
 * @param candidate what runs beside the champion
 * @param changedAtMs when the last change was made, milliseconds since 1970-01-01T00:00:00Z
 * @param reason what made it
 */
public record Stages(
        long revision,
        Optional<String> champion,
        List<String> former,
        Optional<Candidate> candidate,
        long changedAtMs,
        String reason) {
    /** Stages of an empty topic. */
    public static final Stages NONE = new Stages(0, Optional.empty(), List.of(), Optional.empty(), 0, "");

    /** Earlier champions remembered. */
    private static final int MOST_FORMER = 16;

    public Stages {
        former = List.copyOf(former);
    }

    /**
     * Makes a model the champion, unless it is.
     *
     * @param modelId the model
     * @param nowMs time of the change
     * @return the stages after it
     */
    public Stages promote(String modelId, long nowMs) {
        if (champion.filter(modelId::equals).isPresent()) {
            return this;
        }
        return changed(Optional.of(modelId), formerWithout(modelId), without(modelId), nowMs, "promoted " + modelId);
    }

    /**
     * Makes the last earlier champion the champion again.
     *
     * @param nowMs time of the change
     * @return the stages after it
     */
    public Stages rollBack(long nowMs) {
        if (former.isEmpty()) {
            throw new IllegalArgumentException("there is no earlier champion to go back to");
        }
        String back = former.get(0);
        return changed(
                Optional.of(back),
                former.subList(1, former.size()),
                without(back).filter(trial -> !trial.guards()),
                nowMs,
                "rolled back from " + champion.orElseThrow() + " to " + back);
    }

    /**
     * Lets a model run beside the champion, in place of any other that does.
     *
     * @param trial the candidate
     * @param nowMs time of the change
     * @return the stages after it
     */
    public Stages nominate(Candidate trial, long nowMs) {
        if (champion.filter(trial.modelId()::equals).isPresent()) {
            throw new IllegalArgumentException("model " + trial.modelId() + " is the champion, not a candidate for it");
        }
        return changed(champion, former, Optional.of(trial), nowMs, "nominated " + trial.modelId());
    }

    /**
     * Ends the candidate's run.
     *
     * @param nowMs time of the change
     * @param why what ended it
     * @return the stages after it
     */
    public Stages dismiss(long nowMs, String why) {
        Candidate trial = candidate.orElseThrow(() -> new IllegalArgumentException("there is no candidate"));
        return changed(champion, former, Optional.empty(), nowMs, "dismissed " + trial.modelId() + ": " + why);
    }

    /**
     * Follows the candidate's rule after it has proved better: it becomes champion, and the champion stays beside it to guard
     * that. A guard that has proved better takes its place back, and nothing guards it.
     *
     * @param nowMs time of the change
     * @param why what has proved it
     * @return the stages after it
     */
    public Stages follow(long nowMs, String why) {
        Candidate trial = candidate.orElseThrow(() -> new IllegalArgumentException("there is no candidate"));
        PromotionRule rule = trial.rule()
                .orElseThrow(() -> new IllegalArgumentException(
                        "candidate " + trial.modelId() + " is not to be promoted automatically"));
        if (trial.guards()) {
            List<String> left =
                    former.stream().filter(id -> !id.equals(trial.modelId())).toList();
            return changed(Optional.of(trial.modelId()), left, Optional.empty(), nowMs, "rolled back: " + why);
        }
        return changed(
                Optional.of(trial.modelId()),
                formerWithout(trial.modelId()),
                champion.map(id -> new Candidate(id, trial.share(), false, Optional.of(rule), true)),
                nowMs,
                "promoted automatically: " + why);
    }

    /**
     * Forgets a model that is to be deleted.
     *
     * @param modelId the model
     * @param nowMs time of the change
     * @return the stages after it
     */
    public Stages retire(String modelId, long nowMs) {
        if (champion.filter(modelId::equals).isPresent()) {
            throw new IllegalArgumentException("model " + modelId + " is the champion; promote another one first");
        }
        if (candidate.filter(trial -> trial.modelId().equals(modelId)).isPresent()) {
            throw new IllegalArgumentException("model " + modelId + " is the candidate; dismiss it first");
        }
        List<String> left = former.stream().filter(id -> !id.equals(modelId)).toList();
        return changed(champion, left, candidate, nowMs, "retired " + modelId);
    }

    private List<String> formerWithout(String modelId) {
        List<String> all = new ArrayList<>();
        champion.ifPresent(all::add);
        former.stream().filter(id -> !id.equals(modelId)).forEach(all::add);
        return all.subList(0, Math.min(all.size(), MOST_FORMER));
    }

    private Optional<Candidate> without(String modelId) {
        return candidate.filter(trial -> !trial.modelId().equals(modelId));
    }

    private Stages changed(
            Optional<String> newChampion,
            List<String> newFormer,
            Optional<Candidate> newCandidate,
            long nowMs,
            String why) {
        return new Stages(revision + 1, newChampion, newFormer, newCandidate, nowMs, why);
    }

    ModelStages toRecord() {
        PromotionRule rule = candidate.flatMap(Candidate::rule).orElse(PromotionRule.DEFAULT);
        return ModelStages.newBuilder()
                .setRevision(revision)
                .setChampion(champion.orElse(""))
                .setFormer(former)
                .setCandidate(candidate.map(Candidate::modelId).orElse(""))
                .setShare(candidate.map(Candidate::share).orElse(1.0))
                .setServes(candidate.map(Candidate::serves).orElse(false))
                .setAutomatic(candidate.flatMap(Candidate::rule).isPresent())
                .setSignificance(rule.significance())
                .setScoresPerSeries(rule.scoresPerSeries())
                .setGuards(candidate.map(Candidate::guards).orElse(false))
                .setChangedAtMs(changedAtMs)
                .setReason(reason)
                .build();
    }

    static Stages of(ModelStages record) {
        Optional<PromotionRule> rule = record.getAutomatic()
                ? Optional.of(new PromotionRule(record.getSignificance(), record.getScoresPerSeries()))
                : Optional.empty();
        return new Stages(
                record.getRevision(),
                given(record.getChampion()),
                record.getFormer(),
                given(record.getCandidate())
                        .map(id -> new Candidate(id, record.getShare(), record.getServes(), rule, record.getGuards())),
                record.getChangedAtMs(),
                record.getReason());
    }

    private static Optional<String> given(String id) {
        return Optional.of(id).filter(text -> !text.isEmpty());
    }
}
