// Package closurecapture defines an analyzer that reports goroutines whose
// closure mutates a captured variable that somebody else uses concurrently.
package closurecapture

const doc = `report goroutines that race on the variables they captured`
