package io.gatecast.benchmarks.training;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import io.gatecast.benchmarks.SampleModel;
import io.gatecast.core.spec.ModelSpec;

/** The recurrent part and the head in libtorch through DJL, learning from inputs that are there already. */
final class LibtorchTraining {
    private static final int WARM_UP = 5;
    private static final int UPDATES = 20;

    private LibtorchTraining() {}

    static double updatesPerSecond() {
        ModelSpec spec = SampleModel.spec(TrainingRatio.HIDDEN);
        int inputs = SampleModel.model(TrainingRatio.HIDDEN).features().recurrentSize();
        int levels = spec.levels().size();
        Block block = new SequentialBlock()
                .add(GRU.builder()
                        .setNumLayers(1)
                        .setStateSize(TrainingRatio.HIDDEN)
                        .optBatchFirst(true)
                        .build())
                .add(Linear.builder().setUnits((long) levels * spec.horizon()).build());
        try (Model model = Model.newInstance("gru", "PyTorch")) {
            model.setBlock(block);
            DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.l1Loss())
                    .optOptimizer(Optimizer.adam().build());
            try (Trainer trainer = model.newTrainer(config);
                    NDManager manager = trainer.getManager().newSubManager()) {
                trainer.initialize(new Shape(TrainingRatio.BATCH, TrainingRatio.CHUNK, inputs));
                NDArray x = manager.randomNormal(new Shape(TrainingRatio.BATCH, TrainingRatio.CHUNK, inputs));
                NDArray y =
                        manager.randomNormal(new Shape(TrainingRatio.BATCH, TrainingRatio.CHUNK, 1, spec.horizon()));
                float[] level = new float[levels];
                for (int q = 0; q < levels; q++) {
                    level[q] = spec.levels().get(q).floatValue();
                }
                NDArray tau = manager.create(level, new Shape(1, 1, levels, 1));
                Shape perLevel = new Shape(TrainingRatio.BATCH, TrainingRatio.CHUNK, levels, spec.horizon());
                long begin = 0;
                for (int i = 0; i < WARM_UP + UPDATES; i++) {
                    if (i == WARM_UP) {
                        begin = System.nanoTime();
                    }
                    update(trainer, x, y, tau, perLevel);
                }
                return UPDATES / ((System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private static void update(Trainer trainer, NDArray x, NDArray y, NDArray tau, Shape perLevel) {
        try (GradientCollector collector = trainer.newGradientCollector();
                NDManager scope = trainer.getManager().newSubManager()) {
            scope.tempAttachAll(x, y, tau);
            NDArray quantiles =
                    trainer.forward(new NDList(x)).singletonOrThrow().reshape(perLevel);
            NDArray error = y.sub(quantiles);
            NDArray pinball = error.mul(tau).maximum(error.mul(tau.sub(1)));
            collector.backward(pinball.mean());
        }
        trainer.step();
    }
}
