package org.athanor.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static Stream<Path> manifests() throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(HERE)) {
            files =
                    tree.filter(file -> file.toString().endsWith(".yaml"))
                            .filter(file -> !file.startsWith(HERE.resolve("src")))
                            .filter(file -> !file.startsWith(HERE.resolve("target")))
                            .filter(file -> !file.endsWith("kustomization.yaml"))
                            .sorted()
                            .toList();
        }
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void shouldHoldOnlyFieldsThatKubernetesKnows(Path manifest) throws IOException {
        for (HasMetadata resource : parse(Files.readString(manifest))) {
            assertFalse(
                    resource instanceof GenericKubernetesResource,
                    () -> manifest + ": unknown kind " + resource.getKind());
            assertEquals(List.of(), UnknownFields.of(resource), manifest::toString);
        }
    }

    @Test
    void shouldRefuseAMisspeltField() throws IOException {
        String misspelt;
        try (InputStream file = ManifestsTest.class.getResourceAsStream("/misspelt.yaml")) {
            misspelt = new String(file.readAllBytes());
        }

        List<String> unknown = UnknownFields.of(parse(misspelt).iterator().next());

        assertEquals(List.of("spec.replicsa"), unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer", "pretrain", "reward", "rlhf", "inference"})
    void shouldProbeLimitAndExposeEveryService(String name) throws IOException {
        Map<String, HasMetadata> resources = new TreeMap<>();
        for (HasMetadata each :
                parse(Files.readString(HERE.resolve("base/" + name + "-service.yaml")))) {
            resources.put(each.getKind(), each);
        }
        Deployment deployment = (Deployment) resources.get("Deployment");
        Service service = (Service) resources.get("Service");
        Container container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        int port = container.getPorts().getFirst().getContainerPort();

        assertEquals(configuredPort(name), port);
        assertEquals(port, service.getSpec().getPorts().getFirst().getPort());
        assertEquals(
                service.getSpec().getSelector(),
                deployment.getSpec().getTemplate().getMetadata().getLabels());
        assertProbe("/q/health/started", container.getStartupProbe());
        assertProbe("/q/health/live", container.getLivenessProbe());
        assertProbe("/q/health/ready", container.getReadinessProbe());
        assertTrue(container.getResources().getLimits().containsKey("memory"));
        assertTrue(
                container.getEnv().stream()
                        .filter(variable -> variable.getName().endsWith("PASSWORD"))
                        .allMatch(variable -> variable.getValueFrom().getSecretKeyRef() != null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/gpu"})
    void shouldListFilesThatExist(String folder) throws IOException {
        Path directory = HERE.resolve(folder);
        GenericKubernetesResource kustomization =
                YAML.unmarshal(
                        Files.readString(directory.resolve("kustomization.yaml")),
                        GenericKubernetesResource.class);

        List<String> listed = new ArrayList<>(kustomization.get("resources"));
        List<Map<String, String>> patches = kustomization.get("patches");
        if (patches != null) {
            patches.forEach(patch -> listed.add(patch.get("path")));
        }

        assertFalse(listed.isEmpty());
        for (String path : listed) {
            assertTrue(Files.exists(directory.resolve(path)), () -> folder + " lists " + path);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretrain", "reward", "rlhf", "inference"})
    void shouldPatchTheContainerThatTheBaseNames(String name) throws IOException {
        Deployment base =
                (Deployment)
                        parse(Files.readString(HERE.resolve("base/" + name + "-service.yaml")))
                                .stream()
                                .filter(Deployment.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        Deployment patch =
                (Deployment)
                        parse(
                                        Files.readString(
                                                HERE.resolve(
                                                        "overlays/gpu/"
                                                                + name
                                                                + "-service-gpu.yaml")))
                                .iterator()
                                .next();

        Container patched = patch.getSpec().getTemplate().getSpec().getContainers().getFirst();

        assertEquals(base.getMetadata().getName(), patch.getMetadata().getName());
        assertEquals(
                base.getSpec().getTemplate().getSpec().getContainers().getFirst().getName(),
                patched.getName());
        assertTrue(patched.getResources().getLimits().containsKey("nvidia.com/gpu"));
    }

    private static void assertProbe(String path, Probe probe) {
        assertNotNull(probe, path);
        assertEquals(path, probe.getHttpGet().getPath());
    }

    private static int configuredPort(String name) throws IOException {
        Path configuration =
                HERE.resolve(
                        "../../" + name + "-service/src/main/resources/application.properties");
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(configuration)) {
            properties.load(file);
        }
        return Integer.parseInt(properties.getProperty("quarkus.http.port"));
    }

    private static Collection<HasMetadata> parse(String yaml) {
        Object parsed = YAML.unmarshal(yaml);
        return parsed instanceof Collection<?> many
                ? many.stream().map(HasMetadata.class::cast).toList()
                : List.of((HasMetadata) parsed);
    }
}
