package org.athanor.kit.database;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Hibernate ORM, in the services that have it, starts without its database and leaves the schema to
 * Flyway. A source of its own, because Quarkus warns of keys whose extension is not there.
 */
public final class HibernateDefaults implements ConfigSource {

    private static final int LIKE_THE_KITS_OWN_DEFAULTS = 100;

    private final Map<String, String> values =
            isHibernateThere()
                    ? Map.of("quarkus.hibernate-orm.database.start-offline", "true")
                    : Map.of();

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "Athanor's defaults for Hibernate ORM";
    }

    @Override
    public int getOrdinal() {
        return LIKE_THE_KITS_OWN_DEFAULTS;
    }

    private static boolean isHibernateThere() {
        return Thread.currentThread()
                        .getContextClassLoader()
                        .getResource("org/hibernate/SessionFactory.class")
                != null;
    }
}
