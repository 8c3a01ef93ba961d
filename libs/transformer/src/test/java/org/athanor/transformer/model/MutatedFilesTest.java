package org.athanor.transformer.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model's files damaged at random: each either reads or is refused as malformed. Cases of interest are
 * kept by name beside the formats' own tests.
 */
class MutatedFilesTest {

    private static final long MOST_BYTES = 8 << 20;

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @BeforeEach
    void setUp() throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.qwen2(), 1)) {
            model.save(folder, WeightFormat.F32.withLargestShard(24_000));
        }
        new GenerationConfig(true, 0.7, 20, 0.9, 64, List.of(1, 2), 0).write(folder);
    }

    @Test
    void shouldReadOrRefuseEveryConfiguration() throws IOException {
        mutate("config.json", () -> DecoderConfig.read(folder));
    }

    @Test
    void shouldReadOrRefuseEveryGenerationConfig() throws IOException {
        mutate(GenerationConfig.FILE, () -> GenerationConfig.read(folder));
    }

    @Test
    void shouldReadOrRefuseEveryIndex() throws IOException {
        mutate("model.safetensors.index.json", this::load);
    }

    @Test
    void shouldReadOrRefuseEveryShard() throws IOException {
        try (var files = Files.list(folder)) {
            Path shard =
                    files.filter(file -> file.toString().endsWith(".safetensors"))
                            .min(Path::compareTo)
                            .orElseThrow();
            mutate(shard.getFileName().toString(), this::load);
        }
    }

    @Test
    void shouldReadOrRefuseEveryAdapter() throws IOException {
        try (LoraAdapter adapter = TinyAdapters.partial(engine, TinyModels.qwen2(), 4, 1)) {
            adapter.save(folder, "base");
        }
        mutate(PeftConfig.FILE, this::loadAdapter);
        mutate(LoraAdapter.WEIGHTS_FILE, this::loadAdapter);
    }

    private void loadAdapter() throws IOException {
        LoraAdapter.load(engine, TinyModels.qwen2(), folder).close();
    }

    private void load() throws IOException {
        WeightLayout layout = WeightLayout.of(TinyModels.qwen2());
        ModelWeights.load(engine, layout, folder).close();
    }

    private void mutate(String name, Mutations.Reading reading) throws IOException {
        Mutations.readOrRefuse(
                folder.resolve(name),
                reading,
                MOST_BYTES,
                MalformedSafetensorsException.class,
                ModelFormatException.class,
                NoSuchFileException.class);
    }
}
