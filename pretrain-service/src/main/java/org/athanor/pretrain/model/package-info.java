/** Models as this service finds them in the artifact store. */
package org.athanor.pretrain.model;
