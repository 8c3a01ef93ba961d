package org.athanor.kit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who this process is: the service's short name, and a name for this replica of it. */
@Singleton
public final class ServiceIdentity {

    private static final Pattern SHORT_NAME = Pattern.compile("[a-z][a-z0-9]{1,30}");

    private final String service;
    private final String replica;

    @Inject
    ServiceIdentity(@ConfigProperty(name = "athanor.service") String service) {
        this(service, replicaName(service));
    }

    /**
     * @param service short name, for example {@code pretrain}
     * @param replica unique among the living and the dead replicas
     */
    public ServiceIdentity(String service, String replica) {
        if (!SHORT_NAME.matcher(service).matches()) {
            throw new IllegalArgumentException(
                    "athanor.service must be a short lower-case name such as 'pretrain', was '"
                            + service
                            + "'");
        }
        this.service = service;
        this.replica = replica;
    }

    /** For example {@code pretrain}: also the name of the PostgreSQL schema. */
    public String service() {
        return service;
    }

    /** Unique to this process: a lease taken by an earlier process of the same pod is not ours. */
    public String replica() {
        return replica;
    }

    private static String replicaName(String service) {
        String host = System.getenv().getOrDefault("HOSTNAME", service);
        return host + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
