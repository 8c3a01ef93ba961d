/** The engine and the memory of the machine that runs train on. */
package org.athanor.pretrain.device;
