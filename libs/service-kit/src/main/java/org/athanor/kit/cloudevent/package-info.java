/** Events on the wire: CloudEvents 1.0 in structured JSON ({@code application/cloudevents+json}). */
package org.athanor.kit.cloudevent;
