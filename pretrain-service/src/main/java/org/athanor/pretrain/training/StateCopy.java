package org.athanor.pretrain.training;

import java.io.IOException;
import java.nio.file.Path;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.TrainerSnapshot;

/** How a trainer's state is kept from the step that it belongs to until it is in a checkpoint's folder. */
interface StateCopy extends AutoCloseable {

    /** Keeps the state as it is now; the training waits for it. */
    void take(Path folder) throws IOException;

    /** Brings what was taken into the folder, while the training goes on. */
    void write(Path folder) throws IOException;

    @Override
    void close();

    /** In the host's memory: the training waits for a copy from memory to memory alone. */
    static StateCopy inMemory(LanguageModelTrainer trainer) {
        TrainerSnapshot snapshot = trainer.newSnapshot();
        return new StateCopy() {
            @Override
            public void take(Path folder) {
                snapshot.take();
            }

            @Override
            public void write(Path folder) throws IOException {
                snapshot.save(folder);
            }

            @Override
            public void close() {
                snapshot.close();
            }
        };
    }

    /** On the disk at once, where memory is short: the training waits until the files are written. */
    static StateCopy onDisk(LanguageModelTrainer trainer) {
        return new StateCopy() {
            @Override
            public void take(Path folder) throws IOException {
                trainer.saveCheckpoint(folder);
            }

            @Override
            public void write(Path folder) {
                // There already
            }

            @Override
            public void close() {
                // Holds nothing
            }
        };
    }
}
