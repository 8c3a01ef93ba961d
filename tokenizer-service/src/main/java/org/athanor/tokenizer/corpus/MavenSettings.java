package org.athanor.tokenizer.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/** The mirrors, proxies and credentials of a {@code settings.xml}. Passwords are read as they are. */
final class MavenSettings {

    private final Settings settings;

    private MavenSettings(Settings settings) {
        this.settings = settings;
    }

    /** The file's; none when it is not there. */
    static MavenSettings of(Path file) {
        if (!Files.isRegularFile(file)) {
            return new MavenSettings(new Settings());
        }
        Properties system = new Properties();
        System.getenv().forEach((name, value) -> system.setProperty("env." + name, value));
        System.getProperties()
                .forEach((name, value) -> system.setProperty(name.toString(), value.toString()));
        try {
            return new MavenSettings(
                    new DefaultSettingsBuilderFactory()
                            .newInstance()
                            .build(
                                    new DefaultSettingsBuildingRequest()
                                            .setUserSettingsFile(file.toFile())
                                            .setSystemProperties(system))
                            .getEffectiveSettings());
        } catch (SettingsBuildingException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the file of athanor.corpus.maven.settings is no settings.xml of Maven",
                    e);
        }
    }

    void applyTo(DefaultRepositorySystemSession session) {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            mirrors.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        session.setMirrorSelector(mirrors);
        DefaultAuthenticationSelector logins = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            logins.add(
                    server.getId(),
                    new AuthenticationBuilder()
                            .addUsername(server.getUsername())
                            .addPassword(server.getPassword())
                            .build());
        }
        session.setAuthenticationSelector(logins);
        DefaultProxySelector proxies = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                proxies.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(),
                                proxy.getHost(),
                                proxy.getPort(),
                                new AuthenticationBuilder()
                                        .addUsername(proxy.getUsername())
                                        .addPassword(proxy.getPassword())
                                        .build()),
                        proxy.getNonProxyHosts());
            }
        }
        session.setProxySelector(proxies);
    }
}
