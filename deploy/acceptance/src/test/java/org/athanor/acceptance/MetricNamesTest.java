package org.athanor.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricNamesTest {

    @Test
    void shouldFindTheMetricsOfAQuery() {
        assertEquals(
                Set.of("a_total", "b_seconds_sum"),
                MetricNames.metricsOf(
                        "sum by (model) (rate(a_total{kind=\"x\"}[5m])) / 2 + max(b_seconds_sum)"));
    }

    @Test
    void shouldReadTheNamesOfAnExposition() {
        assertEquals(
                Set.of("a_total", "b"),
                MetricNames.exported("# TYPE a counter\na_total{x=\"y\"} 1\nb 2\n"));
    }
}
