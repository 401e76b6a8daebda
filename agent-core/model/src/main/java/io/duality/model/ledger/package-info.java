/** The ledger: why something was captured, and why something was not. */
package io.duality.model.ledger;
