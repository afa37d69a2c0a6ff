// Package missingjoin defines an analyzer that reports goroutines that are
// forked and never joined.
package missingjoin

const doc = `report goroutines that are forked and never joined`
