package org.athanor.stack.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortHolderTest {

    @Test
    void shouldNameTheProcessThatListens() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    Optional.of(ProcessHandle.current().pid()),
                    PortHolder.of(socket.getLocalPort()).map(PortHolder::pid));
            assertFalse(LoopbackPort.isFree(socket.getLocalPort()));
        }
    }

    @Test
    void shouldFindNobodyOnAFreePort() throws Exception {
        int port = LoopbackPort.free();

        assertEquals(Optional.empty(), PortHolder.of(port));
        assertTrue(LoopbackPort.isFree(port));
        assertFalse(LoopbackPort.accepts(port));
    }
}
